// SPDX-License-Identifier: Apache-2.0
#include "cli/alignment.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mote {
namespace {

using Vector = std::array<double, 3>;

double norm(const Vector& v) {
  return std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

// What a sensor felt in one window, in counts.
struct Felt {
  Vector mean{};
  double deviation = 0;  // norm of the three standard deviations
};

std::vector<Felt> felt(const Dataset& dataset, const Split& split, int64_t sensor) {
  const auto channels = static_cast<size_t>(dataset.shape.back());
  const auto steps = static_cast<double>(dataset.shape[0]);
  const double scale = double{dataset.count_scale[static_cast<size_t>(sensor)]};
  std::vector<Felt> windows;
  for (int64_t i = 0; i < split.size(); i++) {
    const std::span<const float> window = dataset.sample(split, i);
    Felt one;
    double squares = 0;
    for (size_t t = static_cast<size_t>(sensor); t < window.size(); t += channels) {
      for (size_t axis = 0; axis < 3; axis++) {
        const double count = double{window[t + axis]} / scale;
        one.mean[axis] += count / steps;
        squares += count * count / steps;
      }
    }
    one.deviation = std::sqrt(std::max(0.0, squares - std::pow(norm(one.mean), 2)));
    windows.push_back(one);
  }
  return windows;
}

double root_mean_square(const std::vector<Felt>& windows, double (*of)(const Felt&)) {
  double sum = 0;
  for (const Felt& one : windows) sum += of(one) * of(one);
  return std::sqrt(sum / static_cast<double>(windows.size()));
}

// The sensor of those in which gravity shows most, and what it felt.
struct GravitySensor {
  int64_t at = 0;
  std::vector<Felt> windows;  // none: gravity shows in no sensor
};

GravitySensor gravity_sensor(const Dataset& dataset, const Split& split,
                             const std::vector<int64_t>& sensors) {
  double share = 0.5;  // of what a sensor feels, at least
  GravitySensor best;
  for (const int64_t sensor : sensors) {
    const std::vector<Felt> own = felt(dataset, split, sensor);
    const double mean = root_mean_square(own, [](const Felt& w) { return norm(w.mean); });
    const double moved = root_mean_square(own, [](const Felt& w) { return w.deviation; });
    if (mean < share * std::hypot(mean, moved)) continue;
    share = mean / std::hypot(mean, moved);
    best = {sensor, own};
  }
  return best;
}

// Of the windows that move by more than a bound.
struct Gravity {
  Vector direction{};  // sum of unit vectors
  double sum = 0;      // of lengths
  double windows = 0;
};

Gravity gravity_in(const std::vector<Felt>& windows, double bound) {
  Gravity gravity;
  for (const Felt& window : windows) {
    const double length = norm(window.mean);
    if (window.deviation <= bound || length == 0) continue;
    for (size_t axis = 0; axis < 3; axis++) gravity.direction[axis] += window.mean[axis] / length;
    gravity.sum += length;
    gravity.windows++;
  }
  return gravity;
}

}  // namespace

std::vector<int64_t> three_axis_sensors(const Dataset& dataset) {
  std::vector<int64_t> sensors;
  const std::vector<std::string>& names = dataset.channels;
  const std::vector<float>& scale = dataset.count_scale;
  if (dataset.shape.size() != 2) return sensors;
  for (size_t i = 0; i + 2 < scale.size(); i++) {
    if (scale[i] != scale[i + 1] || scale[i] != scale[i + 2]) continue;
    const std::string stem =
        names.empty() ? "" : names[i].substr(0, names[i].find_last_of('_') + 1);
    const bool is_named = !stem.empty() && names[i] == stem + "x" && names[i + 1] == stem + "y" &&
                          names[i + 2] == stem + "z";
    if (is_named || (names.empty() && i % 3 == 0)) sensors.push_back(static_cast<int64_t>(i));
  }
  const bool takes_all = 3 * sensors.size() == scale.size();
  return names.empty() && !takes_all ? std::vector<int64_t>() : sensors;
}

std::optional<Alignment> alignment_of(const Dataset& dataset, const Split& split) {
  constexpr double moves = 0.5;  // of the root mean square deviation
  constexpr double degrees = 15, one = 16384, unit = 16384, most_counts = 65536;
  Alignment alignment;
  alignment.vectors = three_axis_sensors(dataset);
  if (alignment.vectors.empty() || split.size() == 0) return std::nullopt;
  const auto [sensor, windows] = gravity_sensor(dataset, split, alignment.vectors);
  if (windows.empty()) return std::nullopt;
  const double bound = moves * root_mean_square(windows, [](const Felt& w) { return w.deviation; });
  const Gravity gravity = gravity_in(windows, bound);
  const double length = gravity.sum / gravity.windows, steadiness = norm(gravity.direction);
  if (gravity.windows == 0 || steadiness < gravity.windows / 2 || 1.5 * length > most_counts) {
    return std::nullopt;
  }
  alignment.gravity = sensor;
  for (size_t axis = 0; axis < 3; axis++) {
    alignment.reference[axis] = std::llround(unit * gravity.direction[axis] / steadiness);
  }
  alignment.cosine = std::llround(one * std::cos(degrees * std::numbers::pi / 180));
  alignment.deviation = std::llround(bound);
  alignment.least_gravity = std::llround(0.5 * length);
  alignment.most_gravity = std::llround(1.5 * length);
  alignment.windows_needed = 5;
  alignment.memory = 64;
  return alignment;
}

}  // namespace mote
