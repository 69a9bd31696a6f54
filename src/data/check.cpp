// SPDX-License-Identifier: Apache-2.0
#include "data/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/error.h"
#include "data/labels.h"

namespace mote {
namespace {

std::string samples_place(const Dataset& dataset, const Split& split) {
  return split.origin.x_files.empty() ? dataset.name : split.origin.x_files.front();
}

void check_sizes(const Dataset& dataset, const Split& split, std::string_view use) {
  if (split.count == 0) {
    throw Error(ErrorCode::bad_data, samples_place(dataset, split),
                fmt::format("there is no sample to {}", use));
  }
  const size_t count = static_cast<size_t>(split.count);
  assert(split.x.size() == count * static_cast<size_t>(dataset.sample_elements()) &&
         "the samples fill x");
  if (split.y.size() != count) {
    throw Error(ErrorCode::shape_mismatch, split.origin.y_file,
                fmt::format("{} labels, but {} holds {} samples", split.y.size(),
                            samples_place(dataset, split), count));
  }
  if (!split.person.empty() && split.person.size() != count) {
    throw Error(
        ErrorCode::shape_mismatch, samples_place(dataset, split),
        fmt::format("{} samples, but {} entries say who was recorded", count, split.person.size()));
  }
}

// "time step 3, channel 5 (gyro_z)", "row 4, column 7".
std::string element_words(const Dataset& dataset, int64_t element) {
  const int64_t channels = dataset.shape.back();
  const int64_t channel = element % channels;
  std::string words;
  if (dataset.kind == SampleKind::series) {
    words = fmt::format("time step {}", element / channels);
  } else {
    const int64_t width = dataset.shape[1];
    words =
        fmt::format("row {}, column {}", element / channels / width, element / channels % width);
  }
  words += fmt::format(", channel {}", channel);
  if (dataset.channels.empty()) return words;
  return words + fmt::format(" ({})", dataset.channels[static_cast<size_t>(channel)]);
}

Error not_finite(const Dataset& dataset, const Split& split, int64_t at) {
  const int64_t elements = dataset.sample_elements();
  const int64_t sample = at / elements;
  const Origin& origin = split.origin;
  const size_t channel = static_cast<size_t>(at % dataset.shape.back());
  std::string place = samples_place(dataset, split);
  if (channel < origin.x_files.size()) place = origin.x_files[channel];
  if (origin.line_per_sample) place += fmt::format(":{}", sample + 1);
  const bool is_nan = std::isnan(split.x[static_cast<size_t>(at)]);
  return {ErrorCode::bad_value, place,
          fmt::format("sample {}, {} is {}", sample, element_words(dataset, at % elements),
                      is_nan ? "not a number (NaN)" : "infinite"),
          "take that sample out, or put the number right; all count from 0"};
}

void check_values(const Dataset& dataset, const Split& split) {
  const auto is_bad = [](float value) { return !std::isfinite(value); };
  const auto bad = std::find_if(split.x.begin(), split.x.end(), is_bad);
  if (bad != split.x.end()) throw not_finite(dataset, split, bad - split.x.begin());
}

}  // namespace

void check_dataset(const Dataset& dataset) {
  check_sizes(dataset, dataset.train, "train on");
  check_sizes(dataset, dataset.test, "test on");
  check_values(dataset, dataset.train);
  check_values(dataset, dataset.test);
  check_labels(dataset, first_ids(dataset.classes.size()));
}

}  // namespace mote
