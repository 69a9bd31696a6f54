// SPDX-License-Identifier: Apache-2.0
#include "cli/features.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "passes/front_end.h"

namespace mote {
namespace {

Tensor counts_of(std::span<const float> sound, double scale) {
  Tensor counts;
  for (const float sample : sound) {
    counts.push_back(std::clamp(std::nearbyint(double{sample} / scale), -32768.0, 32767.0));
  }
  return counts;
}

MfccSettings settings_for(const Dataset& sound, const std::string& front_end) {
  const auto fail = [&](const std::string& what, const std::string& help) {
    throw Error(ErrorCode::bad_data, "data set '" + sound.name + "'", what, help);
  };
  if (sound.kind != SampleKind::series || sound.shape[1] != 1) {
    fail(fmt::format("has samples of {}, a front end takes one channel", to_string(sound.shape)),
         "give sound or vibration, as a folder of .wav");
  }
  if (sound.count_scale.size() != 1) {
    fail("does not say how much a count is", "write it into scale.npy");
  }
  const MfccSettings settings = parse_front_end(front_end, std::llround(sound.rate_hz));
  if (std::llround(sound.rate_hz) != settings.rate) {
    fail(fmt::format("has {:g} samples a second, the front end takes {}", sound.rate_hz,
                     settings.rate),
         "give --front-end as it is, as in mfcc:rate=8000");
  }
  if (settings.frames(sound.shape[0]) < 1) {
    fail(
        fmt::format("has windows of {} samples, a frame takes {}", sound.shape[0], settings.window),
        "longer windows (window.txt), or a shorter frame, as in mfcc:window=256");
  }
  return settings;
}

// Instead of the split's sound.
void put_features(const Dataset& sound, Split& split, const MfccSettings& settings) {
  const auto length = static_cast<size_t>(settings.frames(sound.shape[0]) * settings.columns());
  const double unit = mfcc_unit(settings), scale = double{sound.count_scale[0]};
  std::vector<float> x(static_cast<size_t>(split.size()) * length);
  parallel_ranges(split.size(), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      check_interrupted();
      const Tensor sums = mfcc_sums(settings, counts_of(sound.sample(split, i), scale));
      for (size_t k = 0; k < length; k++) {
        x[static_cast<size_t>(i) * length + k] = static_cast<float>(unit * sums[k]);
      }
    }
  });
  split.x = std::move(x);
  for (int32_t& start : split.start) start /= static_cast<int32_t>(settings.hop);
}

// Counts of the first `window` samples of each, the last `length` of these.
void put_counts(const Dataset& sound, Split& split, int64_t window, int64_t length) {
  std::vector<float> x;
  for (int64_t i = 0; i < split.size(); i++) {
    const auto newest = sound.sample(split, i).subspan(static_cast<size_t>(window - length),
                                                       static_cast<size_t>(length));
    for (const double count : counts_of(newest, double{sound.count_scale[0]})) {
      x.push_back(static_cast<float>(count));
    }
  }
  split.x = std::move(x);
}

}  // namespace

Dataset features_of(Dataset sound, const std::string& front_end) {
  const MfccSettings settings = settings_for(sound, front_end);
  for (Split* split : {&sound.train, &sound.test}) put_features(sound, *split, settings);
  sound.front_end = front_end_text(settings);
  sound.shape = {settings.frames(sound.shape[0]), settings.columns()};
  sound.channels.clear();
  for (int64_t c = 0; c < settings.columns(); c++) {
    sound.channels.push_back(
        fmt::format("{}_{}", settings.coefficients > 0 ? "coefficient" : "band", c));
  }
  sound.count_scale.clear();
  sound.rate_hz = static_cast<double>(settings.rate) / static_cast<double>(settings.hop);
  return sound;
}

Dataset read_dataset_for(const std::string& source, const Graph& graph) {
  Dataset dataset = read_dataset(source);
  if (const auto found = graph.meta.find(kFrontEnd); found != graph.meta.end()) {
    return features_of(std::move(dataset), found->second);
  }
  const Value& input = graph[graph.inputs.at(0)];
  const bool is_sound = input.dtype == DType::s16 && input.quant.empty() &&
                        dataset.count_scale.size() == 1 && dataset.shape.size() == 2 &&
                        dataset.shape[1] == 1;
  const int64_t length = element_count(input.shape);
  const auto found = graph.meta.find("window");
  const int64_t window = found == graph.meta.end() ? length : std::stoll(found->second);
  if (!is_sound || dataset.shape[0] < window) return dataset;
  for (Split* split : {&dataset.train, &dataset.test}) put_counts(dataset, *split, window, length);
  dataset.shape[0] = length;
  dataset.count_scale = {1};
  return dataset;
}

}  // namespace mote
