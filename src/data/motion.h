// SPDX-License-Identifier: Apache-2.0
// The physics behind the data set synthetic-har: how a body at rest or walking moves its waist.
//
// Axes of the body: forward, left, up. Angles: roll about forward, pitch about left (positive:
// leaning forward), yaw about up.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "data/rotation.h"

namespace mote {

constexpr double kMotionRateHz = 50;

enum Activity { kWalking, kUpstairs, kDownstairs, kSitting, kStanding, kLying, kActivities };

extern const std::vector<std::string> kActivityNames;

// What an ideal sensor along the body's axes feels at one moment.
struct Feeling {
  Vector3 force;  // specific force, g: up at rest
  Vector3 rate;   // rotation, rad/s
};

// One term of a periodic movement: amplitude * cos(multiple * stride phase + phase).
struct Harmonic {
  size_t axis;
  double multiple;
  double amplitude;
  double phase;
};

// How somebody walks. Forces are in g, angles in rad; two steps make a stride.
struct Gait {
  double stride_hz;
  double lean;    // rad, forward
  double impact;  // g, of a heel strike
  std::vector<Harmonic> forces;
  std::vector<Harmonic> angles;
};

// One person's body: drawn once, then the same in all their recordings.
class Body {
 public:
  explicit Body(Random& random);

  // A recording of `steps` moments without a break.
  std::vector<Feeling> record(Activity activity, int steps, Random& random) const;

 private:
  class HeelStrikes;
  class Posture;
  std::vector<Feeling> walk(const Gait& gait, int steps, Random& random) const;
  std::vector<Feeling> rest(Activity activity, int steps, Random& random) const;

  double asymmetry_;  // how much harder one foot strikes
  double ring_hz_;    // of the waist after a heel strike
  double ring_s_;
  double sway_;  // 1: typical
  double tremor_g_;
  double tremor_hz_;
  double breath_hz_;
  double sit_pitch_;  // rad; the pelvis tips back when sitting
  double stand_pitch_;
  std::vector<Gait> gaits_;  // by Activity, kWalking to kDownstairs
};

}  // namespace mote
