// SPDX-License-Identifier: Apache-2.0
#include "passes/roll_rows.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

using List = std::vector<int64_t>;

// A chain of random layers over an image or over time, with residual sums, ending in one or two
// branches.
class RandomNetwork {
 public:
  RandomNetwork(uint64_t seed, DType dtype) : random_(seed), dtype_(dtype) {}

  Graph make() {
    const size_t axes = random_.below(3) == 0 ? 1 : 2;
    Shape shape{1, 9 + random_.below(12)};
    if (axes == 2) shape.push_back(3 + random_.below(4));
    shape.push_back(1 + random_.below(3));
    graph_.inputs = {value(shape)};
    ValueId x = graph_.inputs[0];
    for (int64_t i = 0; i < 2 + random_.below(4); i++) x = add_block(x);
    const ValueId other = random_.below(2) == 0 ? add_window(x) : kNoValue;
    graph_.outputs = {add_window(x)};
    if (other != kNoValue) graph_.outputs.push_back(other);
    infer(graph_);
    verify(graph_);
    return graph_;
  }

  Tensor noise(const Shape& shape) {
    Tensor all;
    for (int64_t i = 0; i < element_count(shape); i++) {
      const int64_t byte = random_.below(255) - 127;
      all.push_back(dtype_ == DType::s8 ? static_cast<double>(byte)
                                        : static_cast<double>(byte) / 64);
    }
    return all;
  }

 private:
  ValueId value(const Shape& shape) {
    const Quant quant = dtype_ == DType::s8 ? Quant{{0.1f}, {3}} : Quant{};
    return graph_.add({graph_.fresh_name("v"), dtype_, shape, quant});
  }

  ValueId append(const std::string& op, const std::vector<ValueId>& inputs,
                 std::map<std::string, Attr> attrs) {
    const ValueId y = value({});
    graph_.nodes.push_back({graph_[y].name + "_" + op, op, inputs, {y}, std::move(attrs)});
    infer(graph_);
    return y;
  }

  ValueId add_block(ValueId x) {
    switch (random_.below(4)) {
      case 0:
        return append("relu", {x}, {});
      case 1: {  // a residual block
        const ValueId a = add_window(x, true);
        return append("add", {x, random_.below(2) == 0 ? a : add_window(a, true)}, {});
      }
      default:
        return add_window(x);
    }
  }

  // A convolution (depthwise or not) or a pool; `alike`: its output has the shape of x.
  ValueId add_window(ValueId x, bool alike = false) {
    const Shape shape = graph_[x].shape;
    const size_t axes = shape.size() - 2;
    List kernel, strides, dilations, pads(2 * axes);
    for (size_t i = 0; i < axes; i++) {
      const int64_t extent = shape[i + 1];
      kernel.push_back(alike ? 3 : 1 + random_.below(std::min<int64_t>(extent, 4)));
      dilations.push_back(extent > 8 ? 1 + random_.below(2) : 1);
      strides.push_back(alike || extent < 6 ? 1 : 1 + random_.below(2));
      const int64_t reach = (kernel[i] - 1) * dilations[i];
      pads[i] = alike ? dilations[i] : random_.below(reach + 1);
      pads[i + axes] = alike ? dilations[i] : random_.below(reach + 1);
      if (extent + pads[i] + pads[i + axes] <= reach) pads[i] = reach;
    }
    std::map<std::string, Attr> attrs{{"channels_last", int64_t{1}},
                                      {"strides", strides},
                                      {"dilations", dilations},
                                      {"pads", pads}};
    const int64_t kind = random_.below(4);
    if (kind == 0) {
      attrs["kernel_shape"] = kernel;
      attrs["ceil_mode"] = int64_t{0};
      const bool is_largest = random_.below(2) == 0;
      if (!is_largest && dtype_ == DType::f32) attrs["count_include_pad"] = random_.below(2);
      return append(is_largest ? "max_pool" : "average_pool", {x}, attrs);
    }
    const bool is_depthwise = kind == 1;
    const int64_t filters = alike || is_depthwise ? shape.back() : 1 + random_.below(4);
    attrs["group"] = is_depthwise ? shape.back() : int64_t{1};
    Shape weights{filters};
    weights.insert(weights.end(), kernel.begin(), kernel.end());
    weights.push_back(is_depthwise ? 1 : shape.back());
    const Quant quant = dtype_ == DType::s8
                            ? Quant{std::vector<float>(static_cast<size_t>(filters), 0.01f),
                                    std::vector<int32_t>(static_cast<size_t>(filters), 0)}
                            : Quant{};
    const ValueId w =
        graph_.add_constant(graph_.fresh_name("w"), dtype_, weights, noise(weights), quant);
    return append("conv", {x, w}, attrs);
  }

  Random random_;
  const DType dtype_;
  Graph graph_;
};

class OfType : public testing::TestWithParam<DType> {};

TEST_P(OfType, BandsGiveTheSameOutputs) {
  int rolled = 0;
  for (uint64_t seed = 0; seed < 150; seed++) {
    RandomNetwork network(seed, GetParam());
    const Graph whole = network.make();
    const std::vector<Tensor> input{network.noise(whole[whole.inputs[0]].shape)};
    const std::vector<Tensor> expected = evaluate(whole, input);
    Random random(seed);
    const size_t first = static_cast<size_t>(random.below(2));
    const size_t last = whole.nodes.size() - 1;
    if (!std::all_of(whole.nodes.begin(), whole.nodes.end(),
                     [&](const Node& node) { return runs_by_rows(whole, node); }))
      continue;
    for (int64_t count : {1, 2, 3, 5}) {
      Graph bands = whole;
      roll_rows(bands, {first, last, count});
      verify(bands);
      EXPECT_EQ(evaluate(bands, input), expected) << "network " << seed << ", bands " << count;
      rolled++;
    }
  }
  EXPECT_GT(rolled, 200);
}

INSTANTIATE_TEST_SUITE_P(RollRows, OfType, testing::Values(DType::f32, DType::s8),
                         [](const auto& one) { return std::string(dtype_name(one.param)); });

TEST(RollRows, ComputesEachRowOnce) {
  for (uint64_t seed = 0; seed < 40; seed++) {
    const Graph whole = RandomNetwork(seed, DType::f32).make();
    if (!runs_by_rows(whole, whole.nodes[0]) || !runs_by_rows(whole, whole.nodes[1])) continue;
    Graph bands = whole;
    roll_rows(bands, {0, 1, 3});
    const auto rows = [](const Graph& graph) {
      std::map<std::string, int64_t> all;
      for (const Node& node : graph.nodes) {
        const Shape& shape = graph[node.outputs[0]].shape;
        if (node.op != "slice" && node.op != "concat" && node.op != "identity" && shape.size() > 1)
          all[node.op] += shape[1];
      }
      return all;
    };
    for (const auto& [op, count] : rows(bands)) EXPECT_LE(count, rows(whole)[op]) << op;
  }
}

}  // namespace
}  // namespace mote
