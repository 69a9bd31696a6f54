// SPDX-License-Identifier: Apache-2.0
// How training goes: numbers chosen by measurement on validation people.
#pragma once

#include <cstdint>

#include "data/augment.h"
#include "data/dataset.h"
#include "train/network.h"

namespace mote {

struct Recipe {
  int64_t batch = 64;
  double peak_rate = 5e-3;       // of the one-cycle schedule
  double warmup = 0.25;          // share of all steps until the peak
  double weight_decay = 1e-2;    // AdamW's, on weights of layers only
  double label_smoothing = 0.1;  // share of the target spread over all classes
  double averaging = 0.99;       // what the running average of the weights keeps each step
  Augmentation augmentation = {};
  double taught = 0.2;       // share of the loss that a teacher's outputs have, if there is one
  bool keeps_zeros = false;  // weights that are zero at the beginning stay zero
};

// A network needs no changed copies of so many samples, or hardly any.
constexpr int64_t kManySamples = 20000;

Recipe default_recipe(const NetworkDef& network, const Dataset& dataset);

// Learning rate of a step: up along a line, then down to nothing along half a cosine.
double one_cycle_rate(const Recipe& recipe, int64_t step, int64_t steps);

}  // namespace mote
