// SPDX-License-Identifier: Apache-2.0
#include "data/augment.h"

#include <algorithm>
#include <cassert>
#include <numbers>
#include <numeric>

#include "data/rotation.h"

namespace mote {
namespace {

constexpr size_t kAxes = 3;

// Whether names[at .. at + 2] are one name with x, y, z at the end.
bool is_triple(const std::vector<std::string>& names, size_t at) {
  for (size_t axis = 0; axis < kAxes; axis++) {
    const std::string& name = names[at + axis];
    if (name.empty() || "xyz"[axis] != (name.back() | 0x20)) return false;
    if (name.substr(0, name.size() - 1) != names[at].substr(0, names[at].size() - 1)) return false;
  }
  return true;
}

// The first channels of the groups x, y, z. Unnamed channels count as groups when 3, 6 or 9.
std::vector<size_t> triples(const Dataset& dataset) {
  std::vector<size_t> found;
  if (dataset.kind != SampleKind::series) return found;
  const size_t channels = static_cast<size_t>(dataset.shape.back());
  const bool named = !dataset.channels.empty();
  if (!named && (channels % kAxes != 0 || channels > 3 * kAxes)) return found;
  for (size_t at = 0; at + kAxes <= channels;) {
    const bool is_group = !named || is_triple(dataset.channels, at);
    if (is_group) found.push_back(at);
    at += is_group ? kAxes : 1;
  }
  return found;
}

// One turn for all sensors of the window: they sit on the same board.
void rotate(const std::vector<size_t>& groups, size_t channels, double deviation, Random& random,
            std::span<float> sample) {
  const double x = deviation * random.normal();
  const double y = deviation * random.normal();
  const double z = deviation * random.normal();
  const Rotation rotation = turn(x, y, z);
  for (size_t step = 0; step < sample.size(); step += channels) {
    for (size_t group : groups) {
      float* const v = sample.data() + step + group;
      const Vector3 turned = rotation.apply({v[0], v[1], v[2]});
      for (size_t axis = 0; axis < kAxes; axis++) v[axis] = static_cast<float>(turned[axis]);
    }
  }
}

// Where in the window each step of the warped window lies: both ends stay, the speed between them
// varies smoothly by about `deviation`.
std::vector<double> warped_times(size_t steps, double deviation, Random& random) {
  constexpr double slowest = 0.2;
  const double a = deviation * random.normal();
  const double b = deviation * random.normal();
  std::vector<double> times(steps, 0);
  for (size_t t = 1; t < steps; t++) {
    const double turns = std::numbers::pi * static_cast<double>(t) / static_cast<double>(steps);
    const double speed = 1 + a * std::cos(turns) + b * std::sin(2 * turns);
    times[t] = times[t - 1] + std::max(slowest, speed);
  }
  const double last = static_cast<double>(steps - 1);
  const double stretch = last / times.back();
  for (double& time : times) time = std::min(time * stretch, last);
  return times;
}

void warp(size_t channels, double deviation, Random& random, std::span<float> sample) {
  const size_t steps = sample.size() / channels;
  if (steps < 2) return;
  const std::vector<float> before(sample.begin(), sample.end());
  const std::vector<double> times = warped_times(steps, deviation, random);
  for (size_t t = 0; t < steps; t++) {
    const size_t left = std::min(static_cast<size_t>(times[t]), steps - 2);
    const float part = static_cast<float>(times[t] - static_cast<double>(left));
    for (size_t c = 0; c < channels; c++) {
      const float from = before[left * channels + c];
      const float to = before[(left + 1) * channels + c];
      sample[t * channels + c] = from + part * (to - from);
    }
  }
}

void add_noise(double amount, std::span<const float> deviation, Random& random,
               std::span<float> sample) {
  for (size_t i = 0; i < sample.size(); i++) {
    const double channel_deviation = static_cast<double>(deviation[i % deviation.size()]);
    sample[i] += static_cast<float>(amount * channel_deviation * random.normal());
  }
}

void add_level(double amount, std::span<const float> deviation, Random& random,
               std::span<float> sample) {
  const float sum = std::accumulate(deviation.begin(), deviation.end(), 0.0f);
  const float mean = sum / static_cast<float>(deviation.size());
  const float added = static_cast<float>(amount * random.normal()) * mean;
  for (float& value : sample) value += added;
}

// Few samples differ in few directions; their parts by themselves in more.
void add_mixture(double amount, int64_t most_parts, const Dataset& dataset, const Split& others,
                 Random& random, std::span<float> sample) {
  const auto parts = static_cast<size_t>(1 + random.below(most_parts));
  for (size_t part = 0; part < parts; part++) {
    const std::span<const float> one = dataset.sample(others, random.below(others.size()));
    const std::span<const float> two = dataset.sample(others, random.below(others.size()));
    const float share = static_cast<float>(amount * random.normal());
    const size_t first = part * sample.size() / parts, end = (part + 1) * sample.size() / parts;
    for (size_t i = first; i < end; i++) sample[i] += share * (one[i] - two[i]);
  }
}

void hide(double share, size_t channels, Random& random, std::span<float> sample) {
  const size_t block = 8 * channels;
  for (size_t at = 0; at < sample.size(); at += block) {
    if (random.uniform() >= share) continue;
    const std::span<float> part = sample.subspan(at, std::min(block, sample.size() - at));
    std::fill(part.begin(), part.end(), 0.0f);
  }
}

void hide_squares(double share, const Dataset& dataset, Random& random, std::span<float> image) {
  constexpr int64_t squares = 7;  // in a row
  const auto [height, width] = std::pair(dataset.shape[0], dataset.shape[1]);
  std::array<bool, squares * squares> is_hidden{};
  for (bool& one : is_hidden) one = random.uniform() < share;
  const auto channels = dataset.shape[2];
  for (int64_t i = 0; i < std::ssize(image); i++) {
    const int64_t row = i / channels / width, column = i / channels % width;
    const int64_t square = row * squares / height * squares + column * squares / width;
    if (is_hidden[static_cast<size_t>(square)]) image[static_cast<size_t>(i)] = 0;
  }
}

void mirror(const Dataset& dataset, std::span<float> image) {
  const size_t width = static_cast<size_t>(dataset.shape[1]);
  const size_t channels = static_cast<size_t>(dataset.shape[2]);
  for (size_t row = 0; row < image.size(); row += width * channels) {
    for (size_t left = 0; left < width / 2; left++) {
      float* const a = image.data() + row + left * channels;
      float* const b = image.data() + row + (width - 1 - left) * channels;
      std::swap_ranges(a, a + channels, b);
    }
  }
}

// Moves the image down and right; what comes in from outside is 0.
void shift(const Dataset& dataset, int64_t down, int64_t right, std::span<float> image) {
  const int64_t height = dataset.shape[0];
  const int64_t width = dataset.shape[1];
  const int64_t channels = dataset.shape[2];
  const std::vector<float> before(image.begin(), image.end());
  std::fill(image.begin(), image.end(), 0.0f);
  const int64_t first = std::clamp<int64_t>(right, 0, width);
  const int64_t end = std::clamp<int64_t>(width + right, 0, width);
  for (int64_t row = 0; row < height; row++) {
    const int64_t source = row - down;
    if (source < 0 || source >= height || end <= first) continue;
    const auto from = before.begin() + (source * width + first - right) * channels;
    std::copy(from, from + (end - first) * channels,
              image.begin() + (row * width + first) * channels);
  }
}

// What leaves the window at one end comes in at the other.
void turn_around(size_t channels, int most, Random& random, std::span<float> sample) {
  const auto steps = static_cast<int64_t>(sample.size() / channels);
  const int64_t moved = (random.below(2 * int64_t{most} + 1) - most + steps) % steps;
  std::rotate(sample.begin(), sample.begin() + moved * static_cast<std::ptrdiff_t>(channels),
              sample.end());
}

void augment_series(const Dataset& dataset, const Augmentation& how, Random& random,
                    std::span<float> sample) {
  const size_t channels = static_cast<size_t>(dataset.shape.back());
  if (how.shift > 0) turn_around(channels, how.shift, random, sample);
  if (how.warp > 0) warp(channels, how.warp, random, sample);
  const std::vector<size_t> groups =
      how.rotation_rad > 0 ? triples(dataset) : std::vector<size_t>();
  if (!groups.empty()) rotate(groups, channels, how.rotation_rad, random, sample);
  if (how.scale > 0) {
    const float gain = static_cast<float>(1 + how.scale * random.normal());
    for (float& value : sample) value *= gain;
  }
}

void augment_image(const Dataset& dataset, const Augmentation& how, Random& random,
                   std::span<float> image) {
  if (how.mirror && random.uniform() < 0.5) mirror(dataset, image);
  if (how.shift <= 0) return;
  const int64_t down = random.below(2 * how.shift + 1) - how.shift;
  const int64_t right = random.below(2 * how.shift + 1) - how.shift;
  shift(dataset, down, right, image);
}

}  // namespace

Augmentation default_augmentation(const Dataset& dataset) {
  Augmentation how;
  if (dataset.kind == SampleKind::image) {
    how.shift = 2;
    how.mirror = dataset.mirror_is_harmless;
    return how;
  }
  how.rotation_rad = triples(dataset).empty() ? 0 : 0.3;
  how.scale = 0.1;
  how.noise = 0.05;
  how.warp = 0.05;
  return how;
}

Augmentation unusual_augmentation() {
  Augmentation how;
  how.noise = 0.3;
  how.level = 1;
  how.mixture = 0.7;
  how.parts = 8;
  return how;
}

std::array<Augmentation, 2> contrasting_views(const Dataset& dataset) {
  Augmentation view = default_augmentation(dataset);
  view.noise = 0.05;
  if (dataset.kind == SampleKind::image) {
    view.shift = 4;
    return {view, view};
  }
  view.rotation_rad = std::min(view.rotation_rad, 0.15);
  view.scale = 0.15;
  view.warp = 0;
  view.hidden = 0.15;
  Augmentation moved = view;
  moved.shift = static_cast<int>(dataset.shape[0] / 2);
  return {view, moved};
}

std::array<Augmentation, 2> hiding_views() {
  return {{{.hidden = 0.5}, {}}};
}

void augment(const Dataset& dataset, const Split& others, const Augmentation& how,
             std::span<const float> deviation, Random& random, std::span<float> sample) {
  assert(static_cast<int64_t>(sample.size()) == dataset.sample_elements());
  assert(static_cast<int64_t>(deviation.size()) == dataset.shape.back());
  if (dataset.kind == SampleKind::series) {
    augment_series(dataset, how, random, sample);
  } else {
    augment_image(dataset, how, random, sample);
  }
  if (how.level > 0) add_level(how.level, deviation, random, sample);
  if (how.mixture > 0) add_mixture(how.mixture, how.parts, dataset, others, random, sample);
  if (how.noise > 0) add_noise(how.noise, deviation, random, sample);
  if (how.hidden <= 0) return;
  if (dataset.kind == SampleKind::series) {
    hide(how.hidden, deviation.size(), random, sample);
  } else {
    hide_squares(how.hidden, dataset, random, sample);
  }
}

}  // namespace mote
