// SPDX-License-Identifier: Apache-2.0
#include "data/motion.h"

#include <cmath>
#include <numbers>

namespace mote {

const std::vector<std::string> kActivityNames = {
    "walking", "walking upstairs", "walking downstairs", "sitting", "standing", "lying"};

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kStep_s = 1 / kMotionRateHz;
enum Axis : size_t { kForward, kLeft, kUp };
enum Turn : size_t { kRoll, kPitch, kYaw };

// Typical gaits, by Activity. Walking swings the trunk; stairs up are slower, leaning and lifted
// once a stride; stairs down are hard landings with more movement in the upper harmonics.
const Gait kTypicalGaits[] = {
    {.stride_hz = 0.92,
     .lean = 0.03,
     .impact = 0.25,
     .forces = {{kUp, 2, 0.26, 0.0},
                {kUp, 4, 0.08, 0.6},
                {kForward, 2, 0.15, 1.6},
                {kForward, 4, 0.05, 0.5},
                {kLeft, 1, 0.10, 0.4},
                {kLeft, 3, 0.06, 1.1}},
     .angles = {{kRoll, 1, 0.05, 0.2},
                {kPitch, 2, 0.02, 0.9},
                {kYaw, 1, 0.1, 1.5},
                {kYaw, 3, 0.02, 0.0}}},
    {.stride_hz = 0.85,
     .lean = 0.09,
     .impact = 0.17,
     .forces = {{kUp, 2, 0.22, 0.9},
                {kUp, 1, 0.04, 0.6},
                {kUp, 4, 0.04, 2.0},
                {kForward, 2, 0.13, 3.0},
                {kLeft, 1, 0.13, 0.9},
                {kLeft, 3, 0.03, 1.1}},
     .angles = {{kRoll, 1, 0.09, 0.7}, {kPitch, 2, 0.045, 2.0}, {kYaw, 1, 0.07, 0.6}}},
    {.stride_hz = 0.96,
     .lean = -0.02,
     .impact = 0.38,
     .forces = {{kUp, 2, 0.30, -0.8},
                {kUp, 4, 0.12, -0.4},
                {kForward, 2, 0.10, 0.2},
                {kForward, 4, 0.09, 2.2},
                {kLeft, 1, 0.09, -0.3},
                {kLeft, 3, 0.08, 0.2}},
     .angles = {{kRoll, 1, 0.05, -0.6},
                {kPitch, 2, 0.025, -0.5},
                {kYaw, 1, 0.06, 2.4},
                {kYaw, 3, 0.04, 1.0}}}};

// Never 0 or below; as often a half as a double.
double around_one(double spread, Random& random) {
  return std::exp(spread * random.normal());
}

// One person's way of a typical gait.
Gait vary(const Gait& typical, double pace, double vigor, double heels, Random& random) {
  Gait gait = typical;
  gait.stride_hz *= pace * around_one(0.04, random);
  gait.lean += 0.03 * random.normal();
  gait.impact *= heels * around_one(0.15, random);
  for (std::vector<Harmonic>* terms : {&gait.forces, &gait.angles}) {
    for (Harmonic& term : *terms) {
      term.amplitude *= vigor * around_one(0.35, random);
      term.phase += 0.6 * random.normal();
    }
  }
  return gait;
}

// Noise that forgets within `memory_s`, with deviation 1.
class SlowNoise {
 public:
  SlowNoise(double memory_s, Random& random)
      : keep_(std::exp(-kStep_s / memory_s)), value_(random.normal()) {}
  double next(Random& random) {
    value_ = keep_ * value_ + std::sqrt(1 - keep_ * keep_) * random.normal();
    return value_;
  }

 private:
  double keep_;
  double value_;
};

// Slow noise whose speed is bounded too, as a swaying body's is: deviation about 1.
class Sway {
 public:
  Sway(double memory_s, Random& random)
      : push_(memory_s, random), follow_(2 * kStep_s / memory_s), value_(push_.next(random)) {}
  double next(Random& random) { return value_ += follow_ * (push_.next(random) - value_); }

 private:
  SlowNoise push_;
  double follow_;
  double value_;
};

// From 0 to 1 around `middle`, within about four times `width`.
double soft_step(double at, double middle, double width) {
  return 0.5 + 0.5 * std::tanh((at - middle) / width);
}

// Gravity and rotation as felt by a body whose angles change from `before` to `now`.
Feeling feel(const Vector3& before, const Vector3& now) {
  // Specific force at rest is the world's up seen from the body: the last row of body-to-world.
  Feeling feeling{turn(now[kRoll], now[kPitch], now[kYaw]).rows[2], {}};
  for (size_t i = 0; i < 3; i++) feeling.rate[i] = (now[i] - before[i]) / kStep_s;
  return feeling;
}

// The sum of the terms, axis by axis, at a phase of the stride.
Vector3 sum(const std::vector<Harmonic>& terms, double phase, double strength) {
  Vector3 total{};
  for (const Harmonic& term : terms) {
    total[term.axis] += strength * term.amplitude * std::cos(term.multiple * phase + term.phase);
  }
  return total;
}

}  // namespace

// The waist rings for a moment after each foot comes down.
class Body::HeelStrikes {
 public:
  HeelStrikes(const Body& body, double impact) : body_(body), impact_(impact) {}

  // The ringing in g, a step later than last time, at this phase of the stride.
  double next(double phase, Random& random) {
    const double foot = std::floor(phase / kPi);
    since_s_ += kStep_s;
    if (foot != foot_) {
      const double side = std::fmod(foot, 2) == 0 ? 1 : -1;
      strength_ = impact_ * (1 + side * body_.asymmetry_) * around_one(0.15, random);
      since_s_ = 0;
      foot_ = foot;
    }
    return strength_ * std::exp(-since_s_ / body_.ring_s_) *
           std::cos(2 * kPi * body_.ring_hz_ * since_s_);
  }

 private:
  const Body& body_;
  double impact_;
  double foot_ = -1;
  double since_s_ = 0;
  double strength_ = 0;
};

// How somebody holds still for one recording.
class Body::Posture {
 public:
  Posture(const Body& body, Activity activity, Random& random)
      : pitch(body.stand_pitch_ + 0.03 * random.normal()),
        roll(0.03 * random.normal()),
        sway_rad(0.012 * body.sway_),
        tremor_g(body.tremor_g_) {
    if (activity == kSitting) {
      pitch = body.sit_pitch_ + 0.07 * random.normal();
      sway_rad *= 0.4;
      tremor_g *= 0.5;
    } else if (activity == kLying) {
      pitch = -kPi / 2 + 0.12 * random.normal();
      roll = 0;
      // On the back, on either side, or in between.
      about_spine = kPi / 2 * static_cast<double>(random.below(3) - 1) + 0.25 * random.normal();
      sway_rad *= 0.15;
      tremor_g *= 0.2;
    }
  }

  double pitch;
  double roll;
  double about_spine = 0;
  double sway_rad;
  double tremor_g;
};

Body::Body(Random& random)
    : asymmetry_(0.15 * random.normal()),
      ring_hz_(random.uniform(9, 15)),
      ring_s_(random.uniform(0.025, 0.05)),
      sway_(around_one(0.25, random)),
      tremor_g_(0.004 * around_one(0.3, random)),
      tremor_hz_(random.uniform(7, 11)),
      breath_hz_(random.uniform(0.2, 0.33)),
      sit_pitch_(-0.55 + 0.10 * random.normal()),
      stand_pitch_(0.03 + 0.05 * random.normal()) {
  const double pace = around_one(0.09, random);
  const double vigor = around_one(0.2, random);
  const double heels = around_one(0.4, random);
  for (const Gait& typical : kTypicalGaits) {
    gaits_.push_back(vary(typical, pace, vigor, heels, random));
  }
}

std::vector<Feeling> Body::record(Activity activity, int steps, Random& random) const {
  if (activity >= kSitting) return rest(activity, steps, random);
  return walk(gaits_[activity], steps, random);
}

std::vector<Feeling> Body::walk(const Gait& gait, int steps, Random& random) const {
  // The speed changes once, softly, and wanders a little; faster walking is also stronger.
  const double speed_before = around_one(0.08, random);
  const double speed_after = around_one(0.08, random);
  const double change_at = random.uniform(0, steps);
  SlowNoise wander(1.0, random);
  SlowNoise roughness[3] = {{0.05, random}, {0.05, random}, {0.05, random}};
  HeelStrikes strikes(*this, gait.impact);
  double phase = random.uniform(0, 2 * kPi);
  Vector3 angles_before{};
  std::vector<Feeling> felt;
  for (int step = -1; step < steps; step++) {
    const double changed = soft_step(step, change_at, kMotionRateHz / 2);
    const double speed = speed_before + (speed_after - speed_before) * changed;
    const double strength = std::pow(speed, 1.5);
    phase += 2 * kPi * kStep_s * gait.stride_hz * speed * (1 + 0.04 * wander.next(random));
    Vector3 angles = sum(gait.angles, phase, strength);
    angles[kPitch] += gait.lean;
    Feeling now = feel(angles_before, angles);
    angles_before = angles;
    const Vector3 push = sum(gait.forces, phase, strength);
    for (size_t i = 0; i < 3; i++) now.force[i] += push[i] + 0.06 * roughness[i].next(random);
    const double ring = strength * strikes.next(phase, random);
    now.force[kUp] += ring;
    now.force[kForward] -= 0.4 * ring;
    if (step >= 0) felt.push_back(now);  // the step before the first only gives angles_before
  }
  return felt;
}

std::vector<Feeling> Body::rest(Activity activity, int steps, Random& random) const {
  const Posture posture(*this, activity, random);
  const Rotation about_spine = turn(0, 0, posture.about_spine);
  Sway sway[3] = {{0.8, random}, {0.8, random}, {1.5, random}};
  // Once in a while the weight is shifted.
  const double shift_at = random.uniform(-steps, steps);
  const double shift_rad = 2 * posture.sway_rad * random.normal();
  const double breath_phase = random.uniform(0, 2 * kPi);
  Vector3 angles_before{};
  std::vector<Feeling> felt;
  for (int step = -1; step < steps; step++) {
    const double time_s = step * kStep_s;
    Vector3 angles{posture.roll, posture.pitch, 0};
    for (size_t i = 0; i < 3; i++) angles[i] += posture.sway_rad * sway[i].next(random);
    angles[kPitch] += 0.006 * std::cos(2 * kPi * breath_hz_ * time_s + breath_phase);
    angles[kRoll] += shift_rad * soft_step(step, shift_at, kMotionRateHz / 3);
    Feeling now = feel(angles_before, angles);
    angles_before = angles;
    const double tremor = posture.tremor_g * std::cos(2 * kPi * tremor_hz_ * time_s);
    for (double& force : now.force) force += tremor * (1 + 0.5 * random.normal());
    if (step >= 0) felt.push_back({about_spine.apply(now.force), about_spine.apply(now.rate)});
  }
  return felt;
}

}  // namespace mote
