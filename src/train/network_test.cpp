// SPDX-License-Identifier: Apache-2.0
#include "train/network.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "base/error.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

Graph build(const NetworkDef& network, const Shape& shape, int64_t classes, uint64_t seed = 1) {
  const auto channels = static_cast<size_t>(shape.back());
  const std::vector<float> mean(channels, 0.5f), deviation(channels, 2.0f);
  Random random(seed);
  return network.build({shape, classes, mean, deviation, random});
}

std::vector<Shape> shapes_for(const NetworkDef& network) {
  const std::vector<Shape> series = {{1, 1}, {2, 3}, {5, 1}, {17, 33}, {128, 9}, {257, 6}};
  const std::vector<Shape> images = {{1, 1, 1}, {2, 1, 3}, {3, 17, 2}, {28, 28, 1}, {33, 31, 3}};
  if (network.sample_rank == 2) return series;
  if (network.sample_rank == 3) return images;
  return {{1}, {7}, {5, 3}, {128, 9}, {4, 5, 3}};
}

int64_t learnt_elements(const Graph& graph) {
  int64_t count = 0;
  for (const Value& value : graph.values) {
    const bool is_fixed = value.name == "mean" || value.name == "gain";
    const bool is_statistic = value.name.ends_with("_mean") || value.name.ends_with("_variance");
    if (value.is_constant && !is_fixed && !is_statistic) count += element_count(value.shape);
  }
  return count;
}

// Bytes of the largest input and output of one node, in int8.
int64_t widest_node(const Graph& graph) {
  int64_t widest = 0;
  for (const Node& node : graph.nodes) {
    const int64_t in = element_count(graph[node.inputs[0]].shape);
    const int64_t out = element_count(graph[node.outputs[0]].shape);
    const bool in_place = node.op != "conv" && node.op != "max_pool";
    widest = std::max(widest, in_place ? std::max(in, out) : in + out);
  }
  return widest;
}

TEST(Networks, AreWholeGraphsForAwkwardShapes) {
  for (const NetworkDef* network : all_networks()) {
    for (const Shape& shape : shapes_for(*network)) {
      SCOPED_TRACE(fmt::format("{} {}", network->name, to_string(shape)));
      for (int64_t classes : {1, 2, 7}) {
        const Graph graph = build(*network, shape, classes);
        ASSERT_NO_THROW(verify(graph));
        EXPECT_EQ(graph.meta.at("task"), network->task);
        const int64_t outputs = network->task == "classify" ? classes : element_count(shape);
        EXPECT_EQ(graph[graph.outputs[0]].shape, (Shape{1, outputs}));
        Shape input{1};
        input.insert(input.end(), shape.begin(), shape.end());
        EXPECT_EQ(graph[graph.inputs[0]].shape, input);
      }
    }
  }
}

TEST(Networks, ComputeFiniteNumbersThatDependOnTheSeed) {
  for (const NetworkDef* network : all_networks()) {
    SCOPED_TRACE(network->name);
    const Shape shape = network->sample_rank == 3 ? Shape{9, 7, 2} : Shape{17, 3};
    Tensor sample(static_cast<size_t>(element_count(shape)));
    for (size_t i = 0; i < sample.size(); i++) sample[i] = static_cast<double>(i % 7) - 2.5;
    const Tensor first = evaluate(build(*network, shape, 5, 1), {&sample, 1})[0];
    const Tensor again = evaluate(build(*network, shape, 5, 1), {&sample, 1})[0];
    const Tensor other = evaluate(build(*network, shape, 5, 2), {&sample, 1})[0];
    EXPECT_EQ(first, again);
    EXPECT_NE(first, other);
    for (double score : first) EXPECT_TRUE(std::isfinite(score));
  }
}

TEST(Networks, HaveTheirParameterCounts) {
  const auto parameters = [](std::string_view name, const Shape& shape, int64_t classes) {
    return learnt_elements(build(find_network(name), shape, classes));
  };
  EXPECT_NEAR(static_cast<double>(parameters("dscnn1d", {128, 9}, 6)), 12700, 400);
  EXPECT_NEAR(static_cast<double>(parameters("dscnn2d", {28, 28, 1}, 10)), 22000, 2000);
  EXPECT_EQ(parameters("mlp", {128, 9}, 6), 1152 * 64 + 64 + 64 * 32 + 32 + 32 * 6 + 6);
}

TEST(Networks, KeepSmallImagesWithinSixteenKibibytes) {
  for (const char* name : {"cnn2d", "dscnn2d"}) {
    EXPECT_LE(widest_node(build(find_network(name), {28, 28, 1}, 10)), 14 * 1024) << name;
  }
}

TEST(Networks, NormalizeTheInputBeforeAnythingElse) {
  const Graph graph = build(find_network("dscnn1d"), {5, 2}, 3);
  const Tensor sample = {0.5, 2.5, 4.5, 0.5, -1.5, 0.5, 0.5, 0.5, 0.5, 8.5};
  Tensor normalized;
  evaluate(graph, {&sample, 1}, [&](ValueId id, const Tensor& tensor) {
    if (id == graph.nodes[1].outputs[0]) normalized = tensor;
  });
  EXPECT_EQ(normalized, (Tensor{0, 1, 2, 0, -1, 0, 0, 0, 0, 4}));
}

TEST(Networks, AnUnknownNameGetsASuggestion) {
  try {
    find_network("dscn1d");
    FAIL() << "found a network that is not there";
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::bad_option);
    EXPECT_NE(error.help.find("dscnn1d"), std::string::npos) << error.help;
  }
  std::set<std::string_view> names;
  for (const NetworkDef* network : all_networks()) {
    EXPECT_EQ(&find_network(network->name), network);
    names.insert(network->name);
  }
  EXPECT_EQ(names.size(), all_networks().size());
}

}  // namespace
}  // namespace mote
