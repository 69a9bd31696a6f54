// SPDX-License-Identifier: Apache-2.0
// What exporters write around operators for a batch whose size they do not know, and compound
// operators in small pieces: nothing of it is left, or it computes the same.
#include <gtest/gtest.h>

#include <cmath>

#include "import/sample_models.h"
#include "ops/evaluate.h"
#include "passes/clean.h"

namespace mote {
namespace {

using Ops = std::vector<std::string>;

Ops ops_of(const Graph& graph) {
  Ops ops;
  for (const Node& node : graph.nodes) ops.push_back(node.op);
  return ops;
}

Graph cleaned(const std::string& text, int opset) {
  Graph graph = parse_text(text, opset);
  clean(graph);
  return graph;
}

void expect_near(const Tensor& got, const Tensor& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); i++) EXPECT_NEAR(got[i], wanted[i], 1e-5) << "element " << i;
}

// x.view(x.size(0), -1): the sizes are operands of Reshape that nodes compute.
TEST(ExporterOnnx, FlattensByComputedSizes) {
  const std::string before =
      "(float[batch,2,3] x) => (float[batch,6] y) { a = Relu(x) s = Shape(a) "
      "zero = Constant<value = int64 {0}>() rest = Constant<value = int64[1] {-1}>() "
      "n = Gather<axis = 0>(s, zero) ";
  const std::string after = " to = Concat<axis = 0>(l, rest) y = Reshape(a, to) }";
  for (int opset : {7, 11}) {
    const Graph net = cleaned(before + "l = Unsqueeze<axes = [0]>(n)" + after, opset);
    EXPECT_EQ(ops_of(net), (Ops{"relu", "reshape"})) << opset;
    EXPECT_EQ(net[net.outputs[0]].shape, (Shape{1, 6}));
  }
  const std::string axes = "axes = Constant<value = int64[1] {0}>() l = Unsqueeze(n, axes)";
  const Graph net = cleaned(before + axes + after, 17);
  EXPECT_EQ(ops_of(net), (Ops{"relu", "reshape"}));
}

// Splitting channels into groups, turning them and joining them again, from computed sizes.
TEST(ExporterOnnx, ShufflesChannelsByComputedSizes) {
  const Graph net = cleaned(
      "(float[batch,4,2] x) => (float y) { s = Shape(x) two = Constant<value = int64 {2}>() "
      "one = Constant<value = int64 {1}>() zero = Constant<value = int64 {0}>() "
      "c = Gather<axis = 0>(s, one) half = Div(c, two) "
      "n = Gather<axis = 0>(s, zero) t = Gather<axis = 0>(s, two) "
      "n1 = Unsqueeze<axes = [0]>(n) c1 = Unsqueeze<axes = [0]>(half) "
      "g1 = Unsqueeze<axes = [0]>(two) t1 = Unsqueeze<axes = [0]>(t) "
      "apart = Concat<axis = 0>(n1, g1, c1, t1) a = Reshape(x, apart) "
      "b = Transpose<perm = [0, 2, 1, 3]>(a) y = Reshape(b, s) }",
      11);
  EXPECT_EQ(ops_of(net), (Ops{"reshape", "transpose", "reshape"}));
  EXPECT_EQ(evaluate(net, std::vector<Tensor>{{0, 1, 2, 3, 4, 5, 6, 7}})[0],
            (Tensor{0, 1, 4, 5, 2, 3, 6, 7}));
}

// An initial state of zeros whose batch is that of the input.
TEST(ExporterOnnx, StartsRecurrencesWithZerosOfAComputedShape) {
  const Graph net = cleaned(
      "(float[batch,3,1] x) => (float h) { t = Transpose<perm = [1, 0, 2]>(x) s = Shape(t) one = "
      "Constant<value = int64 {1}>() "
      "n = Gather<axis = 0>(s, one) n1 = Unsqueeze<axes = [0]>(n) "
      "directions = Constant<value = int64[1] {2}>() size = Constant<value = int64[1] {1}>() "
      "to = Concat<axis = 0>(directions, n1, size) "
      "zeros = ConstantOfShape(to) w = Constant<value = float[2,1,1] {1.0, 2.0}>() "
      "r = Constant<value = float[2,1,1] {1.0, -1.0}>() "
      "y, h = RNN<hidden_size = 1, direction = \"bidirectional\", activations = "
      "[\"Relu\", \"Relu\"]>(t, w, r, , , zeros) }",
      9);
  EXPECT_EQ(ops_of(net).back(), "rnn");
  EXPECT_LE(net.nodes.size(), 2u);  // and one that turns the axes
  // Forward the sum; backward each step takes away what came before.
  expect_near(evaluate(net, std::vector<Tensor>{{1, 2, 4}})[0], {7, 2});
}

TEST(ExporterOnnx, NormalizesLayersInSmallPieces) {
  const Graph net = cleaned(
      "(float[batch,2,4] x) => (float y) { m = ReduceMean<axes = [-1]>(x) d = Sub(x, m) "
      "two = Constant<value = float {2.0}>() p = Pow(d, two) v = ReduceMean<axes = [-1]>(p) "
      "eps = Constant<value = float {0.00001}>() e = Add(v, eps) q = Sqrt(e) n = Div(d, q) "
      "gain = Constant<value = float[4] {1.0, 2.0, 1.0, 2.0}>() g = Mul(n, gain) "
      "bias = Constant<value = float[4] {0.0, 0.0, 1.0, 1.0}>() y = Add(g, bias) }",
      11);
  const double r = 1 / std::sqrt(5 + 1e-5), s = 1 / std::sqrt(4 + 1e-5);
  expect_near(evaluate(net, std::vector<Tensor>{{1, 3, 5, 7, 2, 2, 6, 6}})[0],
              {-3 * r, -2 * r, 1 + r, 1 + 6 * r, -2 * s, -4 * s, 1 + 2 * s, 1 + 4 * s});
}

// Weights of a normalization behind a convolution are folded into it, whatever its groups.
TEST(ExporterOnnx, FoldsNormalizationsBehindGroupedConvolutions) {
  const Graph net = cleaned(
      "(float[batch,2,5] x) => (float y) { w = Constant<value = float[2,1,2] {1.0, 1.0, 2.0, "
      "1.0}>() a = Conv<kernel_shape = [2], group = 2, dilations = [2], pads = [0, 1]>(x, w) "
      "s = Constant<value = float[2] {2.0, 1.0}>() b = Constant<value = float[2] {0.0, 1.0}>() "
      "m = Constant<value = float[2] {1.0, 0.0}>() v = Constant<value = float[2] {1.0, 4.0}>() "
      "n = BatchNormalization<epsilon = 0.0>(a, s, b, m, v) y = Relu(n) }",
      9);
  EXPECT_EQ(ops_of(net), Ops{"conv"});
  // Sums of elements two apart, zero behind the end: 2 * (sum - 1), and (2 * one + other) / 2 + 1.
  expect_near(evaluate(net, std::vector<Tensor>{{1, 2, 3, 4, 5, 0, 2, 4, -6, 8}})[0],
              {6, 10, 14, 6, 3, 0, 9, 0});
}

}  // namespace
}  // namespace mote
