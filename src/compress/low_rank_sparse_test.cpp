// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "compress/compress_test.h"
#include "compress/compressor.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {

extern const CompressorDef compressor_low_rank, compressor_low_rank_sparse, compressor_prune;

namespace {

// The least error of a compressor in so many bytes.
double least_error(const CompressorDef& compressor, const Matrix& w, const Moment& x,
                   double bytes) {
  double least = 1;
  for (const Setting& setting : compressor.settings({"layer", w.rows(), w.cols()})) {
    const Factors factors = compressor.make(w, x, setting);
    if (stored_bytes(factors) > bytes) continue;
    least = std::min(least, OutputError(w, x)(factors));
  }
  return least;
}

TEST(LowRankSparse, FindsBothWhereEitherAloneCannot) {
  Random random(21);
  Matrix w = random_matrix(random, 96, 3) * random_matrix(random, 3, 128);
  constexpr int64_t odd = 120;
  for (int64_t i = 0; i < odd; i++) w(random.below(96), random.below(128)) += i % 2 == 0 ? 4 : -3;
  const Matrix mix = random_matrix(random, 128, 128);
  const Matrix metric = 0.05 * mix * mix.transpose() + Matrix::Identity(128, 128);
  const Moment x{Vector::Zero(128), metric, feedback_of(metric)};
  const Factors both = compressor_low_rank_sparse.make(w, x, {"", 3, odd, 4});
  const double error = OutputError(w, x)(both), bytes = stored_bytes(both);
  EXPECT_NEAR(error, relative_error(w, both.product(), x), 1e-9);
  EXPECT_LT(error, 0.02);
  EXPECT_LT(error, 0.1 * least_error(compressor_low_rank, w, x, bytes));
  EXPECT_LT(error, 0.1 * least_error(compressor_prune, w, x, bytes));
}

// A layer of one kind, of weights w.
Graph one_layer(bool is_conv, const Matrix& w) {
  Graph graph;
  const Shape shape = is_conv ? Shape{w.rows(), w.cols() / 3, 3} : Shape{w.rows(), w.cols()};
  const Shape read = is_conv ? Shape{1, w.cols() / 3, 9} : Shape{1, w.cols()};
  const ValueId x = graph.add({"x", DType::f32, read}), y = graph.add({"y"});
  const ValueId weights =
      graph.add_constant("w", DType::f32, shape, Tensor(w.data(), w.data() + w.size()));
  Node node{"layer", is_conv ? "conv" : "fully_connected", {x, weights}, {y}};
  node.attrs["activation"] = std::string("relu");
  if (is_conv) {
    node.attrs["strides"] = std::vector<int64_t>{2};
    node.attrs["pads"] = std::vector<int64_t>{1, 1};
    node.attrs["dilations"] = std::vector<int64_t>{1};
    node.attrs["kernel_shape"] = std::vector<int64_t>{3};
  }
  graph.nodes.push_back(node);
  graph.inputs = {x};
  graph.outputs = {y};
  infer(graph);
  return graph;
}

TEST(LowRankSparse, IsTwoBranchesThatAddUpToTheLayer) {
  Random random(22);
  const Matrix w = random_matrix(random, 8, 30), a = random_matrix(random, 8, 2);
  const Matrix b = random_matrix(random, 2, 30);
  const Vector bias = random_matrix(random, 8, 1);
  for (const bool is_conv : {false, true}) {
    const Graph graph = one_layer(is_conv, w);
    const Layer layer = layers_of(graph)[0];
    Graph whole = graph, branches = graph;
    replace_layer(whole, layer, {{w}}, bias);
    const Factors factors{{a}, {b}, 1, {w - a * b}};
    EXPECT_LT((factors.product() - w).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_GT(stored_bytes(factors), stored_bytes({{a}, {b}}));
    replace_layer(branches, layer, factors, bias);
    verify(branches);
    EXPECT_EQ(branches.nodes.size(), 4u);
    EXPECT_EQ(branches.nodes.back().op, "add");
    EXPECT_EQ(branches.nodes.back().name, "layer");
    Tensor x(static_cast<size_t>(is_conv ? 90 : 30));
    for (double& element : x) element = double{static_cast<float>(random.uniform(-2, 3))};
    const Tensor wanted = evaluate(whole, {&x, 1})[0], got = evaluate(branches, {&x, 1})[0];
    ASSERT_EQ(wanted.size(), got.size());
    for (size_t i = 0; i < wanted.size(); i++) EXPECT_NEAR(got[i], wanted[i], 1e-4);
  }
}

}  // namespace
}  // namespace mote
