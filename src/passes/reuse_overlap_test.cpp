// SPDX-License-Identifier: Apache-2.0
#include "passes/reuse_overlap.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

constexpr int64_t kLength = 40, kChannels = 2;

Tensor noise(int64_t count, uint64_t seed) {
  Random random(seed);
  Tensor all;
  for (int64_t i = 0; i < count; i++)
    all.push_back(static_cast<double>(random.below(2049)) / 1024 - 1);
  return all;
}

// conv 5 -> pool 2 -> depthwise 3 -> residual sum -> mean over time.
Graph network() {
  Graph graph;
  const auto add = [&](const char* name) { return graph.add({name, DType::f32, {}}); };
  const auto weights = [&](const char* name, Shape shape) {
    return graph.add_constant(name, DType::f32, shape,
                              noise(element_count(shape), shape.size() + 3));
  };
  const auto window = [](int64_t kernel, int64_t stride, int64_t pad, int64_t group) {
    return std::map<std::string, Attr>{{"channels_last", int64_t{1}},
                                       {"kernel_shape", std::vector<int64_t>{kernel}},
                                       {"strides", std::vector<int64_t>{stride}},
                                       {"dilations", std::vector<int64_t>{1}},
                                       {"pads", std::vector<int64_t>{pad, pad}},
                                       {"group", group}};
  };
  graph.inputs = {graph.add({"x", DType::f32, {1, kLength, kChannels}})};
  const ValueId a = add("a"), b = add("b"), c = add("c"), d = add("d");
  graph.outputs = {add("y")};
  auto pool = window(2, 2, 0, 1);
  pool.erase("group");
  graph.nodes = {
      {"conv",
       "conv",
       {graph.inputs[0], weights("w1", {4, 5, kChannels})},
       {a},
       window(5, 1, 2, 1)},
      {"pool", "max_pool", {a}, {b}, pool},
      {"depth", "conv", {b, weights("w2", {4, 3, 1})}, {c}, window(3, 1, 1, 4)},
      {"sum", "add", {b, c}, {d}},
      {"mean", "global_average_pool", {d}, graph.outputs, {{"channels_last", int64_t{1}}}}};
  infer(graph);
  return graph;
}

Tensor window_of(const Tensor& stream, int64_t from) {
  return {stream.begin() + from * kChannels, stream.begin() + (from + kLength) * kChannels};
}

class Hop : public testing::TestWithParam<int64_t> {};

TEST_P(Hop, GivesTheSameOutputsFromTheFirstWholeWindowOn) {
  const int64_t hop = GetParam(), runs = kLength / hop + 6;
  const Graph plain = network();
  Graph kept = plain;
  reuse_overlap(kept, hop);
  verify(kept);
  ASSERT_FALSE(kept.states.empty());
  // The stream begins with a window of zeros: nothing was there before the reset.
  Tensor stream(static_cast<size_t>(kLength * kChannels), 0.0);
  const Tensor rest = noise(runs * hop * kChannels, 7);
  stream.insert(stream.end(), rest.begin(), rest.end());
  std::vector<Tensor> memory = reset_states(kept);
  int compared = 0;
  for (int64_t run = 1; run <= runs; run++) {
    const std::vector<Tensor> input{window_of(stream, run * hop)};
    const Tensor got = evaluate(kept, input, {}, &memory)[0];
    if (run * hop < kLength) continue;
    EXPECT_EQ(got, evaluate(plain, input)[0]) << "window " << run;
    compared++;
  }
  EXPECT_GT(compared, 3);
}

INSTANTIATE_TEST_SUITE_P(OfEverySize, Hop, testing::Values(2, 3, 4, 8, 10, 20));

TEST(ReuseOverlap, ComputesOnlyTheEndsOfLayersOverTime) {
  Graph graph = network();
  reuse_overlap(graph, 4);
  int64_t positions = 0;
  for (const Node& node : graph.nodes) {
    if (node.op == "conv") positions += graph[node.outputs[0]].shape[1];
  }
  EXPECT_LT(positions, (kLength + kLength / 2) / 3);
}

TEST(ReuseOverlap, RefusesHopsThatAreNone) {
  for (int64_t hop : {int64_t{0}, kLength, int64_t{-3}}) {
    Graph graph = network();
    EXPECT_THROW(reuse_overlap(graph, hop), Error) << hop;
  }
}

}  // namespace
}  // namespace mote
