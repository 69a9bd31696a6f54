// SPDX-License-Identifier: Apache-2.0
// Time series of the UEA and UCR archives: NAME_TRAIN.ts and NAME_TEST.ts, one series a line,
// dimensions with ':' between, the class last. Shorter series repeat their last step; times of
// steps are not read.
//
// The UEA multivariate time series classification archive: Bagnall and others, 2018.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/folder.h"
#include "data/lines.h"

namespace mote {
namespace {

// The file of the folder whose name ends so, or an empty path.
fs::path ending(const fs::path& folder, const std::string& end) {
  const std::vector<fs::path> found = entries_of(
      folder, [&](const fs::path& path) { return path.filename().string().ends_with(end); });
  return found.empty() ? fs::path() : found[0];
}

bool recognizes(const std::string& source) {
  return !ending(source, "_TRAIN.ts").empty() && !ending(source, "_TEST.ts").empty();
}

struct Series {
  std::vector<std::vector<float>> dimensions;
  std::string label;
  std::string place;  // FILE:LINE
};

std::vector<float> read_dimension(std::string_view text, const std::string& place) {
  std::vector<float> steps;
  for (const std::string_view field : fields(text, ',')) {
    const std::optional<double> number = number_of(field);
    if (!number) {
      throw Error(ErrorCode::bad_value, place, fmt::format("'{}' is no number", field),
                  field == "?" ? "leave out series that miss some" : "");
    }
    steps.push_back(static_cast<float>(*number));
  }
  return steps;
}

std::vector<Series> read_series(const fs::path& file) {
  std::vector<Series> all;
  bool is_data = false;
  for_each_line(read_file(file), [&](std::string_view line, int64_t number) {
    const std::string_view word = fields(line, '\n')[0];
    if (word.empty() || word.front() == '#') return;
    if (!is_data) {
      is_data = lower_case(std::string(word)).starts_with("@data");
      return;
    }
    Series series;
    series.place = fmt::format("{}:{}", file.string(), number);
    std::vector<std::string_view> parts = fields(word, ':');
    if (parts.size() < 2) {
      throw Error(ErrorCode::malformed_file, series.place, "has no class behind a ':'");
    }
    series.label = std::string(parts.back());
    parts.pop_back();
    for (const std::string_view part : parts) {
      series.dimensions.push_back(read_dimension(part, series.place));
    }
    all.push_back(std::move(series));
  });
  if (!all.empty()) return all;
  throw Error(ErrorCode::malformed_file, file.string(), "has no series behind a line '@data'");
}

int64_t steps_of(const Series& series) {
  return std::ssize(series.dimensions[0]);
}

void add(const Series& series, const std::vector<std::string>& classes, const Dataset& dataset,
         Split& split) {
  const auto steps = static_cast<size_t>(steps_of(series));
  const bool fits = std::ssize(series.dimensions) == dataset.shape[1] &&
                    std::all_of(series.dimensions.begin(), series.dimensions.end(),
                                [&](const auto& one) { return one.size() == steps; });
  if (!fits) {
    throw Error(ErrorCode::shape_mismatch, series.place,
                fmt::format("{} dimensions of {} steps and others, expected {} equally long ones",
                            series.dimensions.size(), steps, dataset.shape[1]));
  }
  for (size_t t = 0; t < static_cast<size_t>(dataset.shape[0]); t++) {
    for (const std::vector<float>& one : series.dimensions) {
      split.x.push_back(one[std::min(t, steps - 1)]);
    }
  }
  split.y.push_back(static_cast<int32_t>(
      std::lower_bound(classes.begin(), classes.end(), series.label) - classes.begin()));
  split.count++;
}

Dataset read(const std::string& source) {
  const fs::path train_file = ending(source, "_TRAIN.ts"), test_file = ending(source, "_TEST.ts");
  const std::vector<Series> train = read_series(train_file), test = read_series(test_file);
  std::set<std::string> labels;
  std::set<int64_t> lengths;
  for (const std::vector<Series>* part : {&train, &test}) {
    for (const Series& series : *part) {
      labels.insert(series.label);
      lengths.insert(steps_of(series));
    }
  }
  Dataset dataset;
  dataset.name = folder_name(source);
  dataset.classes.assign(labels.begin(), labels.end());
  dataset.shape = {*lengths.rbegin(), std::ssize(train[0].dimensions)};
  if (lengths.size() > 1) {
    dataset.notes.push_back(fmt::format(
        "series of {} to {} steps; shorter ones end with their last step, again and again",
        *lengths.begin(), *lengths.rbegin()));
  }
  dataset.train.origin = {{train_file.string()}, train_file.string()};
  dataset.test.origin = {{test_file.string()}, test_file.string()};
  for (const Series& series : train) add(series, dataset.classes, dataset, dataset.train);
  for (const Series& series : test) add(series, dataset.classes, dataset, dataset.test);
  return dataset;
}

}  // namespace

extern const DatasetFormat dataset_ts;
const DatasetFormat dataset_ts = {"ts", "time series of the UEA and UCR archives", recognizes, read,
                                  "NAME_TRAIN.ts, NAME_TEST.ts"};

}  // namespace mote
