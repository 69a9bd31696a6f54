// SPDX-License-Identifier: Apache-2.0
#include "cli/unlabeled.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/features.h"
#include "cli/samples.h"

namespace mote {
namespace {

// A model that takes samples of the data set, for reading them.
Graph taker_of(const Dataset& dataset) {
  Graph graph;
  Shape shape{1};
  shape.insert(shape.end(), dataset.shape.begin(), dataset.shape.end());
  graph.inputs = {graph.add({.name = "input", .shape = shape})};
  std::string& scales = graph.meta["count_scale"];
  for (const float scale : dataset.count_scale) {
    scales += (scales.empty() ? "" : " ") + shortest(scale);
  }
  return graph;
}

std::vector<float> read_array(const std::string& path, const Dataset& dataset) {
  const Samples samples = read_samples({{path}, "", "", 0}, taker_of(dataset));
  std::vector<float> x;
  for (const std::vector<Tensor>& inputs : samples.inputs) {
    for (const double element : inputs[0]) x.push_back(static_cast<float>(element));
  }
  return x;
}

std::vector<float> read_other(const std::string& source, const Dataset& dataset) {
  Dataset other = read_dataset(source);
  if (!dataset.front_end.empty()) other = features_of(std::move(other), dataset.front_end);
  if (other.shape != dataset.shape || other.kind != dataset.kind) {
    throw Error(ErrorCode::shape_mismatch, "--unlabeled " + source,
                fmt::format("has samples of {}, but those of '{}' are {}", to_string(other.shape),
                            dataset.name, to_string(dataset.shape)));
  }
  const bool has_names = !other.channels.empty() && !dataset.channels.empty();
  if (has_names && other.channels != dataset.channels) {
    throw Error(
        ErrorCode::bad_data, "--unlabeled " + source,
        fmt::format("has channels {}, but those of '{}' are {}", fmt::join(other.channels, " "),
                    dataset.name, fmt::join(dataset.channels, " ")));
  }
  return std::move(other.train.x);
}

}  // namespace

Split read_unlabeled(const std::vector<std::string>& sources, const Dataset& dataset) {
  Split split;
  for (const std::string& source : sources) {
    const bool is_array = source.ends_with(".npy");
    const std::vector<float> x =
        is_array ? read_array(source, dataset) : read_other(source, dataset);
    split.x.insert(split.x.end(), x.begin(), x.end());
  }
  split.count = static_cast<int64_t>(split.x.size()) / dataset.sample_elements();
  return split;
}

}  // namespace mote
