// SPDX-License-Identifier: Apache-2.0
#include "learn/taps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

constexpr int32_t kZero = -128;  // of values that are never negative

bool is_layer(const Graph& graph, const Node& node) {
  if (node.op == "fully_connected") return true;
  return node.op == "conv" && node.integer("group", 1) == 1 &&
         graph[node.outputs[0]].shape.size() >= 3;
}

bool is_never_negative(const Value& value) {
  return value.dtype == DType::s8 && value.quant.scale.size() == 1 &&
         value.quant.zero_point[0] == kZero;
}

// Channels are the second axis; what is behind it are positions.
int64_t positions_of(const Value& value) {
  return element_count(value.shape) / value.shape[1];
}

// Real means of the channels of one sample.
std::vector<double> means_of(const Value& value, const Tensor& stored) {
  const auto positions = static_cast<size_t>(positions_of(value));
  std::vector<double> means;
  for (size_t first = 0; first < stored.size(); first += positions) {
    double sum = 0;
    for (size_t i = first; i < first + positions; i++) sum += stored[i] - kZero;
    means.push_back(sum * double{value.quant.scale[0]} / static_cast<double>(positions));
  }
  return means;
}

// The largest mean of a channel of each tapped value.
std::vector<double> largest_means(const Graph& graph, const std::vector<ValueId>& tapped,
                                  const SampleOf& sample, int64_t count) {
  std::vector<std::vector<double>> largest(static_cast<size_t>(count));
  parallel_ranges(count, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      check_interrupted();
      std::vector<double>& own = largest[static_cast<size_t>(i)];
      own.resize(tapped.size());
      evaluate(graph, sample(i), [&](ValueId id, const Tensor& stored) {
        const auto found = std::find(tapped.begin(), tapped.end(), id);
        if (found == tapped.end()) return;
        const std::vector<double> means = means_of(graph[id], stored);
        own[static_cast<size_t>(found - tapped.begin())] =
            *std::max_element(means.begin(), means.end());
      });
    }
  });
  std::vector<double> most(tapped.size(), 0);
  for (const std::vector<double>& own : largest) {
    for (size_t i = 0; i < most.size(); i++) most[i] = std::max(most[i], own[i]);
  }
  return most;
}

Quant quant_up_to(double largest) {
  constexpr double steps = 255;
  return {{static_cast<float>(std::max(largest, 1e-6) / steps)}, {kZero}};
}

Quant quant_of_both_signs(double largest) {
  constexpr double steps = 127;
  return {{static_cast<float>(std::max(largest, 1e-6) / steps)}, {0}};
}

double largest_of(const Value& value) {
  constexpr double low = -128, high = 127;
  const double zero = value.quant.zero_point[0];
  return std::max(zero - low, high - zero) * double{value.quant.scale[0]};
}

// What the first layer reads, if samples are vectors of a few numbers.
std::optional<ValueId> vector_input(const Graph& graph) {
  constexpr int64_t few = 256;
  const Shape& sample = graph[graph.inputs[0]].shape;
  if (element_count(sample) != sample.back()) return {};
  for (const Node& node : graph.nodes) {
    if (node.op != "fully_connected") continue;
    const Value& x = graph[node.inputs[0]];
    const bool is_small = x.dtype == DType::s8 && element_count(x.shape) <= few;
    if (is_small && x.quant.scale.size() == 1) return node.inputs[0];
    break;
  }
  return {};
}

class Tapping {
 public:
  explicit Tapping(const Graph& graph) : graph_(graph) {}

  ValueId mean(ValueId id, double largest) {
    const Shape shape = graph_[id].shape;
    if (shape.size() == 2) return id;
    Tensor axes;
    for (size_t axis = 2; axis < shape.size(); axis++) axes.push_back(static_cast<double>(axis));
    const ValueId all = graph_.add_constant(graph_.fresh_name(graph_[id].name + "_positions"),
                                            DType::s64, {static_cast<int64_t>(axes.size())}, axes);
    const ValueId mean = append(graph_[id].name + "_mean", "reduce_mean", {id, all},
                                quant_up_to(largest), {{"keepdims", int64_t{1}}});
    return append(graph_[id].name + "_flat", "flatten", {mean}, graph_[mean].quant,
                  {{"axis", int64_t{1}}});
  }

  ValueId root(ValueId id, const Quant& quant) {
    return append(graph_[id].name + "_root", "sqrt", {id}, quant, {});
  }

  ValueId squashed(ValueId id, const Quant& quant) {
    return append(graph_[id].name + "_squashed", "asinh", {id}, quant, {});
  }

  ValueId joined(const std::vector<ValueId>& roots, const Quant& quant) {
    return append("taps", "concat", roots, quant, {{"axis", int64_t{1}}});
  }

  Graph finish(ValueId output) {
    graph_.outputs.push_back(output);
    infer(graph_);
    return graph_;
  }

 private:
  ValueId append(const std::string& stem, const std::string& op, std::vector<ValueId> inputs,
                 const Quant& quant, std::map<std::string, Attr> attrs) {
    const std::string name = graph_.fresh_name(stem);
    const ValueId output = graph_.add({name, DType::s8, {}, quant});
    graph_.nodes.push_back({name, op, std::move(inputs), {output}, std::move(attrs)});
    infer(graph_);
    return output;
  }

  Graph graph_;
};

}  // namespace

std::vector<ValueId> tapped_values(const Graph& graph) {
  std::vector<ValueId> tapped;
  for (const Node& node : graph.nodes) {
    if (is_layer(graph, node) && is_never_negative(graph[node.outputs[0]])) {
      tapped.push_back(node.outputs[0]);
    }
  }
  return tapped;
}

Graph with_taps(const Graph& graph, const SampleOf& sample, int64_t count, bool last_only) {
  std::vector<ValueId> tapped = tapped_values(graph);
  if (tapped.empty()) {
    throw Error(ErrorCode::bad_model, "the network",
                "has no int8 layer with a ReLU behind it to learn from",
                "quantize it first (mote train writes the int8 model to M.onnx)");
  }
  if (last_only) tapped = {tapped.back()};
  if (count < 1) throw Error(ErrorCode::bad_data, "the data set", "has no samples to learn from");
  const std::vector<double> largest = largest_means(graph, tapped, sample, count);
  const double root = std::sqrt(*std::max_element(largest.begin(), largest.end()));
  const std::optional<ValueId> vector = last_only ? std::optional<ValueId>() : vector_input(graph);
  const Quant common =
      !vector ? quant_up_to(root)
              : quant_of_both_signs(std::max(root, std::asinh(largest_of(graph[*vector]))));
  Tapping tapping(graph);
  std::vector<ValueId> roots;
  if (vector) roots.push_back(tapping.squashed(*vector, common));
  for (size_t i = 0; i < tapped.size(); i++) {
    roots.push_back(tapping.root(tapping.mean(tapped[i], largest[i]), common));
  }
  return tapping.finish(tapping.joined(roots, common));
}

}  // namespace mote
