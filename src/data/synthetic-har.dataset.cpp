// SPDX-License-Identifier: Apache-2.0
// Made-up activity recognition data: 24 people with different bodies wear a motion sensor at the
// waist, each mounted at another angle. Always the same data; marked synthetic.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "data/dataset.h"
#include "data/motion.h"

namespace mote {
namespace {

constexpr std::string_view kName = "synthetic-har";
constexpr uint64_t kSeed = 24;
constexpr int kPeople = 24;
constexpr int kTestEvery = 3;  // people 3, 6, ... are test people
constexpr int kBouts = 3;      // recordings of an activity by a person
constexpr int kWindowsPerBout = 10;
constexpr int kWindow = 128;
constexpr int kHop = 64;
constexpr size_t kSensorChannels = 6;
constexpr double kGravityPerCount = 8.0 / 32768;                         // an int16 sensor of 8 g
constexpr double kRatePerCount = 2000 * std::numbers::pi / 180 / 32768;  // and of 2000 deg/s

// Accelerometer and gyroscope with the faults of real ones, fixed to one person.
class Sensor {
 public:
  explicit Sensor(Random& random) {
    const double roll = 0.16 * random.normal();
    const double pitch = 0.16 * random.normal();
    mount_ = turn(roll, pitch, 0.5 * random.normal());
    for (size_t i = 0; i < kSensorChannels; i++) {
      const bool is_rate = i >= 3;
      gain_[i] = 1 + (is_rate ? 0.02 : 0.015) * random.normal();
      bias_[i] = (is_rate ? 0.02 : 0.025) * random.normal();
    }
  }

  // The belt moves: the mounting of one window.
  Rotation wobble(Random& random) const {
    const double x = 0.03 * random.normal();
    const double y = 0.03 * random.normal();
    const Rotation by = turn(x, y, 0.03 * random.normal());
    Rotation both;
    for (size_t row = 0; row < 3; row++) {
      for (size_t column = 0; column < 3; column++) {
        both.rows[row][column] = 0;
        for (size_t k = 0; k < 3; k++) {
          both.rows[row][column] += by.rows[row][k] * mount_.rows[k][column];
        }
      }
    }
    return both;
  }

  // Adds one reading of six channels, in whole counts.
  void read(const Feeling& felt, const Rotation& mount, std::span<const double> drift,
            Random& random, std::vector<float>& out) const {
    const Vector3 force = mount.apply(felt.force);
    const Vector3 rate = mount.apply(felt.rate);
    for (size_t i = 0; i < kSensorChannels; i++) {
      const bool is_rate = i >= 3;
      const double count = is_rate ? kRatePerCount : kGravityPerCount;
      const double ideal = is_rate ? rate[i - 3] : force[i];
      const double noise = (is_rate ? 0.01 : 0.008) * random.normal();
      const double reading = gain_[i] * ideal + bias_[i] + drift[i] + noise;
      const double counts = std::clamp(std::round(reading / count), -32768.0, 32767.0);
      out.push_back(static_cast<float>(counts * count));
    }
  }

 private:
  Rotation mount_;
  double gain_[kSensorChannels];
  double bias_[kSensorChannels];
};

// Appends the overlapping windows of one recording.
void add_bout(const Body& body, const Sensor& sensor, Activity activity, int person, Random& random,
              Split& split) {
  const int steps = kWindow + kHop * (kWindowsPerBout - 1);
  const std::vector<Feeling> felt = body.record(activity, steps, random);
  double drift[kSensorChannels];  // slow noise: the temperature wanders
  for (double& value : drift) value = 0.005 * random.normal();
  for (int window = 0; window < kWindowsPerBout; window++) {
    const Rotation mount = sensor.wobble(random);
    for (double& value : drift) value += 0.001 * random.normal();
    for (int step = 0; step < kWindow; step++) {
      sensor.read(felt[static_cast<size_t>(window * kHop + step)], mount, drift, random, split.x);
    }
    split.y.push_back(activity);
    split.person.push_back(person);
    split.count++;
  }
}

bool recognizes(const std::string& source) {
  return source == kName;
}

Dataset read(const std::string&) {
  Dataset dataset;
  dataset.name = kName;
  dataset.synthetic = true;
  dataset.shape = {kWindow, static_cast<int64_t>(kSensorChannels)};
  dataset.classes = kActivityNames;
  dataset.channels = {"acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"};
  dataset.rate_hz = kMotionRateHz;
  for (size_t i = 0; i < kSensorChannels; i++) {
    dataset.count_scale.push_back(static_cast<float>(i < 3 ? kGravityPerCount : kRatePerCount));
  }
  for (int person = 1; person <= kPeople; person++) {
    Random random(kSeed * 1000 + static_cast<uint64_t>(person));
    const Body body(random);
    const Sensor sensor(random);
    Split& split = person % kTestEvery == 0 ? dataset.test : dataset.train;
    for (int activity = 0; activity < kActivities; activity++) {
      for (int bout = 0; bout < kBouts; bout++) {
        add_bout(body, sensor, static_cast<Activity>(activity), person, random, split);
      }
    }
  }
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_synthetic_har;
const DatasetFormat dataset_synthetic_har = {
    kName, "made-up motion of 24 people: 6 activities, accelerometer and gyroscope at 50 Hz",
    recognizes, read, ""};

}  // namespace mote
