// SPDX-License-Identifier: Apache-2.0
// Each pass on small graphs: what it does, and that the numbers stay the same.
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "passes/channels_last.h"
#include "passes/clean.h"
#include "passes/fold_batch_norm.h"
#include "passes/use_counts.h"

namespace mote {
namespace {

// Appends nodes to a float graph with pseudo-random constants.
class Maker {
 public:
  explicit Maker(const Shape& shape) {
    graph.inputs = {graph.add({"x", DType::f32, shape})};
    last = graph.inputs[0];
  }

  ValueId constant(const Shape& shape, double low = -1, double high = 1) {
    Random random(graph.values.size() + 1);
    Tensor elements;
    for (int64_t i = 0; i < element_count(shape); i++) {
      elements.push_back(static_cast<double>(static_cast<float>(random.uniform(low, high))));
    }
    return graph.add_constant("c", DType::f32, shape, elements);
  }

  Maker& node(const std::string& op, std::vector<ValueId> more = {},
              std::map<std::string, Attr> attrs = {}) {
    more.insert(more.begin(), last);
    const std::string name = op + std::to_string(graph.nodes.size());
    last = graph.add({graph.fresh_name(name), DType::f32, {}});
    graph.nodes.push_back({name, op, more, {last}, attrs});
    infer(graph);
    return *this;
  }

  Maker& batch_norm(int64_t channels) {
    const Shape shape{channels};
    return node("batch_normalization", {constant(shape, 0.5, 2), constant(shape), constant(shape),
                                        constant(shape, 0.1, 2)});
  }

  Graph finish() {
    graph.outputs = {last};
    verify(graph);
    return graph;
  }

  Graph graph;
  ValueId last;
};

Tensor ramp(const Shape& shape) {
  Tensor tensor;
  for (int64_t i = 0; i < element_count(shape); i++)
    tensor.push_back(static_cast<double>(i * 37 % 101) / 50 - 1);
  return tensor;
}

std::vector<std::string> operators(const Graph& graph) {
  std::vector<std::string> names;
  for (const Node& node : graph.nodes) names.push_back(node.op);
  return names;
}

void expect_same_numbers(const Graph& before, const Graph& after) {
  const std::vector<Tensor> inputs{ramp(before[before.inputs[0]].shape)};
  const Tensor wanted = evaluate(before, inputs)[0], got = evaluate(after, inputs)[0];
  ASSERT_EQ(wanted.size(), got.size());
  for (size_t i = 0; i < wanted.size(); i++) EXPECT_NEAR(wanted[i], got[i], 1e-5) << i;
  EXPECT_EQ(before[before.outputs[0]].name, after[after.outputs[0]].name);
}

TEST(Clean, FoldsBatchNormAndReluIntoTheConvolution) {
  Maker maker({1, 3, 8});
  maker.node("conv", {maker.constant({4, 3, 3})}, {{"pads", std::vector<int64_t>{1, 1}}});
  const Graph graph = maker.batch_norm(4).node("relu").finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), std::vector<std::string>{"conv"});
  EXPECT_EQ(cleaned.nodes[0].text("activation", "none"), "relu");
  expect_same_numbers(graph, cleaned);
}

TEST(Clean, KeepsBatchNormThatHasNoProductBeforeItAsProductAndSum) {
  const Graph graph = Maker({1, 3, 8}).batch_norm(3).finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), (std::vector<std::string>{"mul", "add"}));
  expect_same_numbers(graph, cleaned);
}

TEST(Clean, LeavesAConvolutionAloneWhoseOutputIsReadTwice) {
  Maker maker({1, 3, 8});
  maker.node("conv", {maker.constant({3, 3, 1})});
  const ValueId shared = maker.last;
  const Graph graph = maker.node("relu").node("add", {shared}).finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), (std::vector<std::string>{"conv", "relu", "add"}));
  expect_same_numbers(graph, cleaned);
}

TEST(Clean, DropsWhatChangesNothingAndWhatNobodyReads) {
  Maker maker({1, 6});
  maker.node("relu");
  const ValueId kept = maker.last;
  maker.node("mul", {maker.constant({6})});  // read by nobody
  maker.last = kept;
  const Graph graph = maker.node("identity").node("dropout").node("flatten").finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), std::vector<std::string>{"relu"});
  expect_same_numbers(graph, cleaned);
}

TEST(Clean, KeepsTheNodeThatMakesAnInputAnOutput) {
  const Graph graph = Maker({1, 6}).node("identity").finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), std::vector<std::string>{"identity"});
}

TEST(Clean, ComputesConstantsOnce) {
  Maker maker({1, 6});
  const ValueId a = maker.constant({6}), b = maker.constant({6});
  const ValueId sum = maker.graph.add({"sum", DType::f32, {6}});
  maker.graph.nodes.push_back({"fold", "add", {a, b}, {sum}});
  const Graph graph = maker.node("mul", {sum}).finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), std::vector<std::string>{"mul"});
  expect_same_numbers(graph, cleaned);
}

TEST(Clean, IsDoneAfterOneCall) {
  Maker maker({1, 3, 8});
  maker.node("conv", {maker.constant({4, 3, 3})});
  Graph graph =
      maker.batch_norm(4).node("relu").node("global_average_pool").node("flatten").finish();
  clean(graph);
  const Graph once = graph;
  EXPECT_TRUE(clean(graph).empty());
  EXPECT_EQ(once, graph);
}

TEST(Clean, MakesZerosAroundAnImagePartOfTheConvolution) {
  Maker maker({1, 2, 4, 5});
  const ValueId pads = maker.graph.add_constant("pads", DType::s64, {8}, {0, 0, 1, 2, 0, 0, 0, 1});
  maker.node("pad", {pads});
  maker.node("conv", {maker.constant({3, 2, 3, 3})}, {{"pads", std::vector<int64_t>{1, 0, 1, 0}}});
  const Graph graph = maker.finish();
  Graph cleaned = graph;
  clean(cleaned);
  EXPECT_EQ(operators(cleaned), std::vector<std::string>{"conv"});
  EXPECT_EQ(cleaned.nodes[0].integers("pads", {}), (std::vector<int64_t>{2, 2, 1, 1}));
  expect_same_numbers(graph, cleaned);
}

TEST(Clean, MovesTransposesPastPadAndConcat) {
  Maker maker({1, 2, 4, 5});
  const std::vector<int64_t> last{0, 2, 3, 1}, first{0, 3, 1, 2};
  const ValueId pads = maker.graph.add_constant("pads", DType::s64, {8}, {0, 1, 0, 0, 0, 0, 2, 0});
  maker.node("relu").node("transpose", {}, {{"perm", last}}).node("pad", {pads});
  const ValueId left = maker.last;
  maker.node("sigmoid");
  maker.node("concat", {left}, {{"axis", int64_t{3}}});
  const Graph graph = maker.node("transpose", {}, {{"perm", first}}).finish();
  Graph cleaned = graph;
  clean(cleaned);
  for (const Node& node : cleaned.nodes) EXPECT_NE(node.op, "transpose") << node.name;
  expect_same_numbers(graph, cleaned);
}

TEST(ChannelsLast, LeavesNoTransposeBetweenWindowsAndConvolutions) {
  Maker maker({1, 16, 3});
  maker.node("transpose", {}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
  maker.node("conv", {maker.constant({6, 3, 3})}, {{"pads", std::vector<int64_t>{1, 1}}})
      .node("relu");
  maker.node("conv", {maker.constant({6, 1, 3})}, {{"group", int64_t{6}}});
  maker.node("max_pool", {},
             {{"kernel_shape", std::vector<int64_t>{2}}, {"strides", std::vector<int64_t>{2}}});
  maker.node("flatten").node("fully_connected", {maker.constant({4, 42})});
  const Graph graph = maker.finish();
  Graph lowered = graph;
  channels_last(lowered);
  EXPECT_EQ(operators(lowered),
            (std::vector<std::string>{"conv", "conv", "max_pool", "flatten", "fully_connected"}));
  expect_same_numbers(graph, lowered);
}

TEST(ChannelsLast, MovesTransposesPastAResidualSum) {
  Maker maker({1, 4, 5, 6});
  maker.node("conv", {maker.constant({4, 4, 1, 1})});
  const ValueId skip = maker.last;
  maker.node("conv", {maker.constant({4, 4, 3, 3})}, {{"pads", std::vector<int64_t>{1, 1, 1, 1}}});
  const Graph graph =
      maker.node("add", {skip}).node("relu").node("global_average_pool").node("flatten").finish();
  Graph lowered = graph;
  channels_last(lowered);
  int turns = 0;
  for (const Node& node : lowered.nodes) turns += node.op == "transpose" ? 1 : 0;
  EXPECT_LE(turns, 2);  // the input comes channels first; 1x1 at the end moves no byte
  expect_same_numbers(graph, lowered);
}

// What moves along the row with strides, pads and dilations of its own must do so along the column.
TEST(ChannelsLast, AnImageOfOneRowStandsUp) {
  using List = std::vector<int64_t>;
  Maker maker({1, 4, 1, 24});
  maker.node("conv", {maker.constant({6, 4, 1, 5})},
             {{"pads", List{0, 3, 0, 1}}, {"strides", List{1, 2}}});
  const ValueId skip = maker.last;
  maker.node("conv", {maker.constant({6, 1, 3, 3})},
             {{"pads", List{1, 2, 1, 2}}, {"dilations", List{1, 2}}, {"group", int64_t{6}}});
  maker.node("add", {skip})
      .node("relu")
      .node("max_pool", {}, {{"kernel_shape", List{1, 2}}, {"strides", List{1, 3}}});
  const Graph graph =
      maker.node("flatten").node("fully_connected", {maker.constant({3, 24})}).finish();
  Graph lowered = graph;
  channels_last(lowered);
  for (const Node& node : lowered.nodes) {
    const Shape& shape = lowered[node.outputs[0]].shape;
    if (node.op == "conv") {
      EXPECT_EQ(shape, (Shape{1, 12, 1, 6}));
    } else if (node.op == "max_pool") {
      EXPECT_EQ(shape, (Shape{1, 4, 1, 6}));
    }
  }
  expect_same_numbers(graph, lowered);
}

TEST(UseCounts, DiffersFromTheRealFormByAtMostOneStep) {
  Graph graph;
  graph.inputs = {graph.add({"x", DType::f32, {1, 50, 2}})};
  const ValueId offset = graph.add_constant("o", DType::f32, {2}, {0.5, -0.125});
  const ValueId gain = graph.add_constant("g", DType::f32, {2}, {20, 3.5});
  graph.outputs = {graph.add({"y", DType::s8, {1, 50, 2}, {{0.1f}, {-7}, 0}})};
  graph.nodes = {{"q", "quantize", {graph.inputs[0], offset, gain}, graph.outputs}};
  verify(graph);
  Graph counts = graph;
  use_counts(counts, {0.001f, 0.01f});
  Tensor stored, real;
  for (int i = 0; i < 100; i++) {
    stored.push_back(i * 655 - 32768);
    real.push_back(
        static_cast<double>(static_cast<float>(stored.back() * (i % 2 == 0 ? 0.001 : 0.01))));
  }
  const Tensor wanted = evaluate(graph, std::vector<Tensor>{real})[0];
  const Tensor got = evaluate(counts, std::vector<Tensor>{stored})[0];
  int different = 0;
  for (size_t i = 0; i < wanted.size(); i++) {
    EXPECT_NEAR(wanted[i], got[i], 1);
    different += wanted[i] == got[i] ? 0 : 1;
  }
  EXPECT_LT(different, 10);
}

}  // namespace
}  // namespace mote
