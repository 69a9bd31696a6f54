// SPDX-License-Identifier: Apache-2.0
#include "train/fine_tune.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

// Two clouds of points on a plane.
Dataset two_clouds() {
  Dataset dataset;
  dataset.name = "clouds";
  dataset.shape = {1, 2};
  dataset.classes = {"low", "high"};
  Random random(4);
  for (int i = 0; i < 400; i++) {
    const double middle = i % 2 == 0 ? -1 : 1;
    dataset.train.x.push_back(static_cast<float>(random.normal()));
    dataset.train.x.push_back(static_cast<float>(middle + 0.4 * random.normal()));
    dataset.train.y.push_back(i % 2);
  }
  dataset.train.count = 400;
  return dataset;
}

// One layer that looks at the wrong number only: the weights of the second one are nearly, or
// altogether, zero.
Graph wrong_layer(double second) {
  Graph graph;
  const ValueId x = graph.add({"x", DType::f32, {1, 1, 2}});
  const ValueId flat = graph.add({"flat"}), y = graph.add({"y"});
  const ValueId w = graph.add_constant("w", DType::f32, {2, 2}, {1, second, -1, -second});
  graph.nodes.push_back({"flatten", "flatten", {x}, {flat}, {{"axis", int64_t{1}}}});
  graph.nodes.push_back({"dense", "fully_connected", {flat, w}, {y}});
  graph.inputs = {x};
  graph.outputs = {y};
  infer(graph);
  return graph;
}

double accuracy_of(const Graph& graph, const Dataset& dataset) {
  int right = 0;
  for (int64_t i = 0; i < dataset.train.count; i++) {
    const auto sample = dataset.sample(dataset.train, i);
    const Tensor y = evaluate(graph, std::vector<Tensor>{{sample.begin(), sample.end()}})[0];
    right += (y[1] > y[0] ? 1 : 0) == dataset.train.y[static_cast<size_t>(i)];
  }
  return right / static_cast<double>(dataset.train.count);
}

// What is the class when only the second number counts.
Graph right_layer() {
  Graph graph = wrong_layer(0);
  graph[graph.nodes[1].inputs[1]].constant = {0, -4, 0, 4};
  return graph;
}

Graph tuned(const Graph& graph, const Dataset& dataset, int epochs) {
  return fine_tune(graph, right_layer(), dataset, dataset.train, epochs, 1, [](int) {});
}

TEST(FineTune, LearnsWithTheWeightsThatAreThere) {
  const Dataset dataset = two_clouds();
  const Graph graph = wrong_layer(0.001);
  EXPECT_LT(accuracy_of(graph, dataset), 0.7);
  const Graph better = tuned(graph, dataset, 60);
  EXPECT_GT(accuracy_of(better, dataset), accuracy_of(graph, dataset) + 0.1);
  EXPECT_EQ(better, tuned(graph, dataset, 60));
}

TEST(FineTune, LearnsFromItsTeacherWhereLabelsSayNothing) {
  Dataset dataset = two_clouds();
  const std::vector<int32_t> labels = dataset.train.y;
  std::fill(dataset.train.y.begin(), dataset.train.y.end(), 0);
  const Graph better = tuned(wrong_layer(0.001), dataset, 60);
  dataset.train.y = labels;
  EXPECT_GT(accuracy_of(better, dataset), accuracy_of(wrong_layer(0.001), dataset) + 0.1);
}

TEST(FineTune, ComesNearerToItsTeacherWithoutLabels) {
  Dataset dataset = two_clouds();
  dataset.train.y.clear();
  Graph graph = wrong_layer(0.5), teacher = right_layer();
  graph.meta["task"] = teacher.meta["task"] = "anomaly";
  const Graph after = fine_tune(graph, teacher, dataset, dataset.train, 12, 1, [](int) {});
  const auto distance = [&](const Graph& one) {
    const Tensor& w = one[one.nodes[1].inputs[1]].constant;
    const Tensor& wanted = teacher[teacher.nodes[1].inputs[1]].constant;
    double sum = 0;
    for (size_t i = 0; i < w.size(); i++) sum += std::abs(w[i] - wanted[i]);
    return sum;
  };
  EXPECT_LT(distance(after), distance(graph) - 0.3);
}

// Two layers, of which the first picks the second number in small steps.
Graph picking_layers(double outer) {
  Graph graph;
  const ValueId x = graph.add({"x", DType::f32, {1, 1, 2}});
  const ValueId flat = graph.add({"flat"}), inner = graph.add({"inner"}), y = graph.add({"y"});
  const ValueId a = graph.add_constant("a", DType::f32, {1, 2}, {0, 0.01});
  graph[a].quant = {{0.01f}, {0}, 0};
  const ValueId b = graph.add_constant("b", DType::f32, {2, 1}, {outer, -outer});
  graph.nodes.push_back({"flatten", "flatten", {x}, {flat}, {{"axis", int64_t{1}}}});
  graph.nodes.push_back({"inner", "fully_connected", {flat, a}, {inner}});
  graph.nodes.push_back({"outer", "fully_connected", {inner, b}, {y}});
  graph.inputs = {x};
  graph.outputs = {y};
  graph.meta["task"] = "anomaly";
  infer(graph);
  return graph;
}

TEST(FineTune, TakesStepsAsLongAsTheWeightsOfALayer) {
  Dataset dataset = two_clouds();
  dataset.train.y.clear();
  for (const double size : {1.0, 400.0}) {
    const Graph after = fine_tune(picking_layers(0.8 * size), picking_layers(size), dataset,
                                  dataset.train, 4, 1, [](int) {});
    EXPECT_NEAR(after[after.nodes[2].inputs[1]].constant[0] / size, 1, 0.02) << size;
  }
}

TEST(FineTune, LeavesZerosOfSparseWeightsZero) {
  const Dataset dataset = two_clouds();
  Graph graph = wrong_layer(0);
  graph[graph.nodes[1].inputs[1]].constant = {0, 0, 0.5, 0};
  const Graph after = tuned(graph, dataset, 5);
  const Tensor& w = after[after.nodes[1].inputs[1]].constant;
  EXPECT_EQ(w[0], 0);
  EXPECT_EQ(w[1], 0);
  EXPECT_EQ(w[3], 0);
  EXPECT_NE(w[2], 0.5);
}

// Every weight a whole number of its row's step, as before, and none beyond `limit`.
void expect_multiples(const Value& w, double limit) {
  for (size_t i = 0; i < w.constant.size(); i++) {
    const double steps = w.constant[i] / double{w.quant.scale[i / 2]};
    EXPECT_NEAR(steps, std::round(steps), 1e-6);
    EXPECT_LE(std::abs(steps), limit + 1e-6);
  }
}

TEST(FineTune, KeepsWeightsOfFewBitsWithinThem) {
  const Dataset dataset = two_clouds();
  Graph graph = wrong_layer(0);
  Value& w = graph[graph.nodes[1].inputs[1]];
  w.constant = {1, 0, -1, -0.5};
  w.quant = {{1, 0.5}, {0, 0}, 0};
  const Graph after = tuned(graph, dataset, 60);
  const Value& learnt = after[after.nodes[1].inputs[1]];
  expect_multiples(learnt, 2);
  EXPECT_NE(learnt.constant, w.constant);
  EXPECT_GT(accuracy_of(after, dataset), accuracy_of(graph, dataset) + 0.1);
}

TEST(FineTune, LeavesPickingCodesAlone) {
  const Dataset dataset = two_clouds();
  Graph graph = wrong_layer(0);
  Value& w = graph[graph.nodes[1].inputs[1]];
  w.constant = {1, 0, 0, 1};
  w.quant = {{1, 1}, {0, 0}, 0};
  const Value codes = w;
  graph.nodes[1].inputs.push_back(graph.add_constant("b", DType::f32, {2}, {0, 0}));
  const Graph after = tuned(graph, dataset, 3);
  EXPECT_EQ(after[after.nodes[1].inputs[1]], codes);
  EXPECT_NE(after[after.nodes[1].inputs[2]].constant[0], 0);
}

TEST(FineTune, ForNoEpochsChangesNothing) {
  const Dataset dataset = two_clouds();
  const Graph graph = wrong_layer(0.5);
  EXPECT_EQ(tuned(graph, dataset, 0).values, graph.values);
}

}  // namespace
}  // namespace mote
