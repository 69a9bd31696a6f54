// SPDX-License-Identifier: Apache-2.0
// int8 after training: close to the float graph, integers where integers are possible.
#include "quantize/quantize.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "quantize/calibrate.h"

namespace mote {
namespace {

Tensor random_tensor(int64_t count, double deviation, Random& random) {
  Tensor tensor;
  for (int64_t i = 0; i < count; i++) {
    tensor.push_back(static_cast<double>(static_cast<float>(deviation * random.normal())));
  }
  return tensor;
}

// Windows of 12 x 2 -> normalize -> conv, relu -> mean -> scores, optionally softmax.
Graph small_network(bool softmax) {
  Random random(7);
  Graph g;
  const auto value = [&](const char* name) { return g.add({name, DType::f32, {}}); };
  const auto constant = [&](const Shape& shape, double deviation) {
    return g.add_constant("c", DType::f32, shape,
                          random_tensor(element_count(shape), deviation, random));
  };
  g.inputs = {g.add({"x", DType::f32, {1, 12, 2}})};
  const ValueId centered = value("centered"), normal = value("normal"), turned = value("turned");
  const ValueId features = value("features"), mean = value("mean"), flat = value("flat"),
                scores = value("scores");
  const ValueId offset = g.add_constant("mean", DType::f32, {2}, {9.81, -40});
  const ValueId gain = g.add_constant("gain", DType::f32, {2}, {0.5, 0.0625});
  using Numbers = std::vector<int64_t>;
  g.nodes = {
      {"sub", "sub", {g.inputs[0], offset}, {centered}},
      {"mul", "mul", {centered, gain}, {normal}},
      {"turn", "transpose", {normal}, {turned}, {{"perm", Numbers{0, 2, 1}}}},
      {"conv",
       "conv",
       {turned, constant({5, 2, 3}, 0.5), constant({5}, 0.2)},
       {features},
       {{"pads", Numbers{1, 1}}, {"activation", std::string("relu")}}},
      {"pool", "global_average_pool", {features}, {mean}},
      {"flat", "flatten", {mean}, {flat}},
      {"fc", "fully_connected", {flat, constant({3, 5}, 0.6), constant({3}, 0.2)}, {scores}}};
  g.outputs = {scores};
  if (softmax) {
    g.outputs = {value("chances")};
    g.nodes.push_back({"softmax", "softmax", {scores}, g.outputs});
  }
  infer(g);
  verify(g);
  return g;
}

std::vector<Tensor> window(int64_t i) {
  Random random(static_cast<uint64_t>(i) + 100);
  Tensor x;
  for (int t = 0; t < 12; t++) {
    x.push_back(static_cast<double>(static_cast<float>(9.81 + 2 * random.normal())));
    x.push_back(static_cast<double>(static_cast<float>(-40 + 16 * random.normal())));
  }
  return {x};
}

std::vector<std::string> operators(const Graph& graph) {
  std::vector<std::string> names;
  for (const Node& node : graph.nodes) names.push_back(node.op);
  return names;
}

TEST(Quantize, StaysCloseToTheFloatNetwork) {
  const Graph graph = small_network(false);
  const Quantized done = quantize(graph, window, 40, 80);
  verify(done.graph);
  EXPECT_LT(std::min(done.report.error_min_max, done.report.error_least_error), 0.003);
  const Value& y = done.graph[done.graph.outputs[0]];
  EXPECT_EQ(y.dtype, DType::s8);
  EXPECT_EQ(y.name, "scores");
}

TEST(Quantize, MakesNormalizationPartOfTheInput) {
  const Quantized done = quantize(small_network(false), window, 40, 80);
  EXPECT_EQ(operators(done.graph),
            (std::vector<std::string>{"quantize", "transpose", "conv", "global_average_pool",
                                      "flatten", "fully_connected"}));
  EXPECT_EQ(done.graph.nodes[0].inputs.size(), 3u);
}

TEST(Quantize, LeavesWhatHasNoIntegerFormInRealNumbers) {
  const Quantized done = quantize(small_network(true), window, 40, 80);
  const auto names = operators(done.graph);
  ASSERT_GE(names.size(), 2u);
  EXPECT_EQ(names[names.size() - 2], "dequantize");
  EXPECT_EQ(names.back(), "softmax");
  EXPECT_EQ(done.graph[done.graph.outputs[0]].dtype, DType::f32);
}

TEST(Quantize, GivesTheSameGraphEveryTime) {
  const Graph graph = small_network(false);
  EXPECT_EQ(quantize(graph, window, 40, 80).graph, quantize(graph, window, 40, 80).graph);
}

TEST(Quantize, RefusesSamplesThatAreNotFinite) {
  const auto bad = [](int64_t i) {
    std::vector<Tensor> inputs = window(i);
    if (i == 3) inputs[0][5] = std::nan("");
    return inputs;
  };
  EXPECT_THROW(quantize(small_network(false), bad, 40, 80), Error);
}

TEST(ChooseQuant, ClipsARareOutlierButKeepsZero) {
  Observed observed{0, 100, std::vector<double>(2048, 0.0)};
  for (size_t i = 0; i < 200; i++) observed.histogram[i] = 1000;
  observed.histogram.back() = 1;
  const Quant wide = choose_quant(observed, RangeRule::min_max);
  const Quant tight = choose_quant(observed, RangeRule::least_error);
  EXPECT_FLOAT_EQ(wide.scale[0], 100.0f / 255);
  EXPECT_LT(tight.scale[0], wide.scale[0]);
  EXPECT_EQ(tight.zero_point[0], -128);
}

TEST(ChooseQuant, TakesAConstantZero) {
  const Quant quant = choose_quant({0, 0, std::vector<double>(2048, 0.0)}, RangeRule::least_error);
  EXPECT_GT(quant.scale[0], 0);
}

}  // namespace
}  // namespace mote
