// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "train/network.h"
#include "train/train.h"

namespace mote {
namespace {

bool is_float(const Graph& graph) {
  return std::all_of(graph.values.begin(), graph.values.end(), [](const Value& value) {
    return value.dtype == DType::f32 || (value.is_constant && value.quant.empty());
  });
}

std::vector<float> random_elements(size_t count, Random& random) {
  std::vector<float> elements(count);
  for (float& element : elements) element = static_cast<float>(3 * random.normal());
  return elements;
}

// torch's output for `count` samples side by side against the reference, sample by sample.
void expect_same(const Graph& graph, int64_t count, uint64_t seed) {
  Random random(seed);
  size_t elements = 0;
  for (ValueId id : graph.inputs) elements += static_cast<size_t>(element_count(graph[id].shape));
  const auto samples = random_elements(elements * static_cast<size_t>(count), random);
  const std::vector<float> got = torch_evaluate(graph, samples, count);
  Tensor wanted;
  for (size_t first = 0; first < samples.size(); first += elements) {
    std::vector<Tensor> inputs;
    size_t at = first;
    for (ValueId id : graph.inputs) {
      const auto size = static_cast<size_t>(element_count(graph[id].shape));
      inputs.emplace_back(&samples[at], &samples[at] + size);
      at += size;
    }
    const Tensor output = evaluate(graph, inputs)[0];
    wanted.insert(wanted.end(), output.begin(), output.end());
  }
  ASSERT_EQ(got.size(), wanted.size());
  double largest = 1e-3;
  for (double element : wanted) largest = std::max(largest, std::abs(element));
  for (size_t i = 0; i < got.size(); i++) {
    ASSERT_NEAR(double{got[i]}, wanted[i], 1e-5 * largest) << "element " << i;
  }
}

TEST(Executor, AgreesWithTheReferenceOfEveryOperatorItKnows) {
  std::set<std::string_view> known;
  for (const OpDef* op : all_ops()) {
    if (op->samples == nullptr) continue;
    uint64_t seed = 1;
    for (const Graph& sample : op->samples()) {
      if (!is_float(sample)) continue;
      SCOPED_TRACE(fmt::format("{}, float sample {}", op->name, seed));
      try {
        expect_same(sample, 1, seed++);
        known.insert(op->name);
      } catch (const Error& error) {
        ASSERT_EQ(error.code, ErrorCode::unsupported_operator) << error.what();
        break;
      }
    }
  }
  for (const char* op : {"add", "average_pool", "batch_normalization", "conv", "dropout", "flatten",
                         "fully_connected", "global_average_pool", "identity", "max_pool", "mul",
                         "relu", "reshape", "softmax", "sub", "transpose"}) {
    EXPECT_TRUE(known.contains(op)) << op << " has a torch file, but no float sample ran";
  }
}

// The networks' statistics as training would leave them, not 0 and 1.
void shake_statistics(Graph& graph, Random& random) {
  for (Value& value : graph.values) {
    if (!value.is_constant || value.shape.size() != 1) continue;
    for (double& element : value.constant) {
      element = double{static_cast<float>(0.5 + random.uniform())};
    }
  }
}

TEST(Executor, KeepsTheSamplesOfABatchApart) {
  for (const NetworkDef* network : all_networks()) {
    SCOPED_TRACE(network->name);
    const Shape shape = network->sample_rank == 3 ? Shape{9, 6, 2} : Shape{21, 3};
    const std::vector<float> mean(static_cast<size_t>(shape.back()), 0.25f);
    const std::vector<float> deviation(mean.size(), 3.0f);
    Random random(7);
    Graph graph = network->build({shape, 4, mean, deviation, random});
    shake_statistics(graph, random);
    for (int64_t count : {1, 2, 5}) expect_same(graph, count, 11);
  }
}

// conv with asymmetric padding and ReLU6 built in, then a sum with ReLU built in.
Graph fused_graph(const std::vector<int64_t>& pads) {
  Graph graph;
  Random random(3);
  const ValueId x = graph.add({.name = "x", .shape = {1, 3, 9}});
  graph.inputs = {x};
  Tensor weights(4 * 3 * 4);
  for (double& w : weights) w = double{static_cast<float>(random.normal())};
  const ValueId w = graph.add_constant("w", DType::f32, {4, 3, 4}, weights);
  const ValueId y = graph.add({.name = "y"});
  const ValueId z = graph.add({.name = "z"});
  const ValueId shift = graph.add_constant("shift", DType::f32, {4, 1}, {-3, 0.5, -1, 2});
  graph.nodes.push_back(
      {"conv", "conv", {x, w}, {y}, {{"pads", pads}, {"activation", std::string("relu6")}}});
  graph.nodes.push_back({"sum", "add", {y, shift}, {z}, {{"activation", std::string("relu")}}});
  graph.outputs = {z};
  infer(graph);
  return graph;
}

TEST(Executor, AppliesPaddingThatDiffersBetweenTheEndsAndFusedActivations) {
  for (const auto& pads : std::vector<std::vector<int64_t>>{{0, 0}, {1, 2}, {3, 0}, {0, 4}}) {
    const Graph graph = fused_graph(pads);
    verify(graph);
    expect_same(graph, 1, 5);
    expect_same(graph, 4, 6);
  }
}

TEST(Executor, RefusesIntegerModels) {
  Graph graph = fused_graph({0, 0});
  graph[graph.nodes[0].outputs[0]].dtype = DType::s8;
  EXPECT_THROW(torch_evaluate(graph, std::vector<float>(27), 1), Error);
}

TEST(Executor, RefusesToMixTheSamplesOfABatch) {
  Graph graph;
  const ValueId x = graph.add({.name = "x", .shape = {1, 6}});
  const ValueId y = graph.add({.name = "y"});
  graph.inputs = {x};
  graph.outputs = {y};
  graph.nodes.push_back({"turn", "transpose", {x}, {y}, {{"perm", std::vector<int64_t>{1, 0}}}});
  infer(graph);
  EXPECT_EQ(torch_evaluate(graph, std::vector<float>(6, 2.0f), 1), std::vector<float>(6, 2.0f));
  try {
    torch_evaluate(graph, std::vector<float>(18), 3);
    FAIL() << "three samples were mixed";
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::bad_model);
    EXPECT_NE(error.place.find("turn"), std::string::npos) << error.place;
  }
}

}  // namespace
}  // namespace mote
