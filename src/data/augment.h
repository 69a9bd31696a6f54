// SPDX-License-Identifier: Apache-2.0
// Changes that physics allows, made to training samples so that a network sees more of the world.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/random.h"
#include "data/dataset.h"

namespace mote {

// How much of each change; zero: none.
struct Augmentation {
  double rotation_rad = 0;  // series: deviation of a random turn of the sensor about each axis
  double scale = 0;         // series: deviation of a random gain common to all channels
  double noise = 0;         // deviation of white noise, in units of the channel's deviation
  double warp = 0;          // series: deviation of a smooth change of speed
  double level = 0;     // deviation of one amount added to all, in units of all deviations' mean
  double mixture = 0;   // deviation of how much of the difference of two other samples is added
  int parts = 1;        // into so many parts at most a sample is cut, which are mixed by themselves
  double hidden = 0;    // share of the blocks, of eight steps or an image's seventh each way, that
                        // become 0, last of all
  int shift = 0;        // largest move, both ways: images in pixels, series in steps, around
  bool mirror = false;  // images: left and right swapped half of the time
};

// What fits this kind of data (inertial windows are turned only when the channels come in groups
// of three axes).
Augmentation default_augmentation(const Dataset& dataset);

// What a detector of the unusual may meet that the usual samples do not show.
Augmentation unusual_augmentation();

// Two ways to see the same sample that must not change what it is taken for. Motion is turned
// little, because posture shows in where gravity points.
std::array<Augmentation, 2> contrasting_views(const Dataset& dataset);

// A sample of which half is hidden, and the whole one.
std::array<Augmentation, 2> hiding_views();

// Changes one sample in place; `others` are there to be mixed in. `deviation` has one entry a
// channel.
void augment(const Dataset& dataset, const Split& others, const Augmentation& how,
             std::span<const float> deviation, Random& random, std::span<float> sample);

}  // namespace mote
