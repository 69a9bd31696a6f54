// SPDX-License-Identifier: Apache-2.0
#include "cli/learnable.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/alignment.h"
#include "cli/budget.h"
#include "learn/taps.h"

namespace mote {
namespace {

constexpr int64_t kRanged = 300;  // samples that say how large taps become

std::vector<int16_t> stored(const Rows& rows, double step) {
  std::vector<int16_t> numbers;
  for (const double number : rows.reshaped<Eigen::RowMajor>()) {
    numbers.push_back(
        static_cast<int16_t>(std::clamp(std::round(number / step), -32768.0, 32767.0)));
  }
  return numbers;
}

std::vector<int16_t> stored_triangle(const Rows& symmetric, double step) {
  std::vector<int16_t> numbers;
  for (Eigen::Index i = 0; i < symmetric.rows(); i++) {
    const std::vector<int16_t> row = stored(symmetric.row(i).head(i + 1), step);
    numbers.insert(numbers.end(), row.begin(), row.end());
  }
  return numbers;
}

Graph tapped(const Graph& integer, const Dataset& dataset, const Split& split, bool last_only) {
  const int64_t count = std::min(kRanged, split.size());
  const auto sample = [&](int64_t i) {
    return std::vector<Tensor>{sample_tensor(dataset, split, i * split.size() / count, integer)};
  };
  return with_taps(integer, sample, count, last_only);
}

// The number behind "KEY=" or "KEY=+".
int64_t number_of(const std::string& word, size_t from, int64_t least, int64_t most) {
  int64_t number = -1;
  const char* const end = word.data() + word.size();
  const auto [stop, status] = std::from_chars(word.data() + from, end, number);
  if (status == std::errc() && stop == end && number >= least && number <= most) return number;
  throw Error(ErrorCode::bad_option, "--learn",
              fmt::format("'{}' is not {} to {}", word, least, most),
              "as in --learn classes=+4,ram=6KiB,features=32");
}

constexpr int64_t kLeastFeatures = 8, kMostFeatures = 64, kMostClasses = 32, kMostInOne = 1000;

}  // namespace

LearnableRequest parse_learnable(const std::string& text, int64_t own_classes) {
  LearnableRequest request;
  double ram = kUnlimited;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    if (word.starts_with("classes=+")) {
      request.more_classes = number_of(word, 9, 0, kMostClasses - own_classes);
    } else if (word.starts_with("features=")) {
      request.features = number_of(word, 9, kLeastFeatures, kMostFeatures);
    } else if (word.starts_with("alarms=1/")) {
      request.one_in = number_of(word, 9, 2, kMostInOne);
    } else if (word == "nearest") {
      request.nearest = true;
    } else if (word.starts_with("ram=")) {
      ram = static_cast<double>(parse_size(word.substr(4), "--learn ram"));
    } else {
      throw Error(ErrorCode::bad_option, "--learn", fmt::format("'{}' is not known", word),
                  "as in --learn classes=+4,ram=6KiB,features=32");
    }
  }
  const int64_t classes = own_classes + request.more_classes;
  const auto needed = [&] { return learning_bytes(classes, request.features, request.nearest); };
  while (static_cast<double>(needed()) > ram && request.features > kLeastFeatures) {
    request.features--;
  }
  if (static_cast<double>(needed()) <= ram) return request;
  throw Error(ErrorCode::budget_impossible, "--learn ram",
              fmt::format("{} classes and {} features take {} bytes where {:.0f} are allowed",
                          classes, request.features, needed(), ram),
              request.nearest ? "allow more, or learn fewer classes"
                              : "allow more, learn fewer classes, or by the 'nearest' mean");
}

Rows last_outputs(const Graph& graph, const Dataset& dataset, const Split& split) {
  const TemporaryFolder folder;
  const std::string library = (folder.path() / "library").string();
  const Target& host = find_target("host");
  write_library(generate_library(graph, "net", host), library);
  const TargetRun run = run_library(library, host, split_samples(dataset, split, graph));
  const Value& y = graph[graph.outputs.back()];
  Rows rows(split.size(), element_count(y.shape));
  for (int64_t i = 0; i < split.size(); i++) {
    const Tensor real = real_numbers(y, run.outputs[static_cast<size_t>(i)].back());
    rows.row(i) = Eigen::Map<const Eigen::RowVectorXd>(real.data(), rows.cols());
  }
  return rows;
}

Learnable learnable(const Graph& integer, const Dataset& dataset, const Split& labelled,
                    const Split& unlabelled, const LearnableRequest& request) {
  constexpr double mean_step = kFeatureStep / 16, variance_step = 1.0 / 4096;
  const Graph with = tapped(integer, dataset, unlabelled, request.last_layer_only);
  const Rows own = last_outputs(with, dataset, labelled);
  const Rows others = last_outputs(with, dataset, unlabelled);
  Rows taps(own.rows() + others.rows(), own.cols());
  taps << own, others;
  const Projection projection = projection_of(taps, labelled.y, request.features);
  Learnable result{with_features(with, projection), {}};
  const StreamingLda known(last_outputs(result.graph, dataset, labelled), labelled.y);
  Learning& learning = result.learning;
  learning.base_classes = known.base_means().rows();
  learning.classes = learning.base_classes + request.more_classes;
  learning.prior_count = request.prior_count;
  learning.one_in = request.one_in;
  learning.nearest = request.nearest;
  learning.base_means = stored(known.base_means(), mean_step);
  learning.base_covariance = stored_triangle(known.base_covariance(), variance_step);
  learning.alignment = alignment_of(dataset, labelled);
  return result;
}

}  // namespace mote
