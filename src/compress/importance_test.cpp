// SPDX-License-Identifier: Apache-2.0
#include "compress/importance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "compress/compress_test.h"
#include "compress/front.h"
#include "ops/infer.h"

namespace mote {
namespace {

constexpr int64_t kInputs = 24, kHidden = 32, kOutputs = 3;

// Of the hidden neurons the first quarter alone reaches the outputs, the second by a hundredth.
Graph lopsided_network() {
  Random random(5);
  Graph graph;
  graph.inputs = {graph.add({"x", DType::f32, {1, kInputs}})};
  const auto layer = [&](const std::string& name, ValueId x, int64_t rows, int64_t columns,
                         const std::string& activation) {
    Matrix w = random_matrix(random, rows, columns);
    if (columns == kHidden) {
      w.middleCols(kHidden / 4, kHidden / 4) *= 0.01;
      w.rightCols(kHidden / 2).setZero();
    }
    Tensor elements(w.data(), w.data() + w.size());
    for (double& element : elements) element = double{static_cast<float>(element)};
    const ValueId weights = graph.add_constant(name + "_w", DType::f32, {rows, columns}, elements);
    const ValueId y = graph.add({name, DType::f32, {1, rows}});
    graph.nodes.push_back(
        {name, "fully_connected", {x, weights}, {y}, {{"activation", activation}}});
    return y;
  };
  const ValueId hidden = layer("hidden", graph.inputs[0], kHidden, kInputs, "relu");
  graph.outputs = {layer("scores", hidden, kOutputs, kHidden, "none")};
  infer(graph);
  return graph;
}

std::vector<Tensor> sample_of(int64_t i) {
  Random random(static_cast<uint64_t>(i) + 100);
  Tensor x;
  for (int64_t k = 0; k < kInputs; k++) x.push_back(double{static_cast<float>(random.normal())});
  return {x};
}

const CompressorDef& compressor_called(std::string_view name) {
  for (const CompressorDef* compressor : all_compressors()) {
    if (compressor->name == name) return *compressor;
  }
  throw std::runtime_error("no such compressor");
}

TEST(Importance, IsSmallWhereLittleComesOutOfTheNetwork) {
  const Graph graph = lopsided_network();
  const std::vector<Vector> found = importances_of(graph, layers_of(graph), sample_of, 40);
  const Vector& hidden = found[0];
  EXPECT_EQ(hidden.maxCoeff(), 1);
  const double leading = hidden.head(kHidden / 4).minCoeff();
  EXPECT_GT(leading, 4 * hidden.segment(kHidden / 4, kHidden / 4).maxCoeff());
  EXPECT_EQ(hidden.tail(kHidden / 2).maxCoeff(), hidden.minCoeff());
}

TEST(Importance, IsAPowerOfTheStepsRoot) {
  const Graph graph = lopsided_network();
  for (const Vector& layer : importances_of(graph, layers_of(graph), sample_of, 40)) {
    for (const double weight : layer) {
      const double quarters = 4 * std::log2(weight);
      EXPECT_NEAR(quarters, std::round(quarters), 1e-9);
    }
  }
}

TEST(Importance, MakesTheNetworkNearerWithTheSameSetting) {
  const Graph graph = lopsided_network();
  const std::vector<Layer> layers = layers_of(graph);
  const Moment x = moments_of(graph, layers, sample_of, 400)[0];
  const Vector importance = importances_of(graph, layers, sample_of, 40)[0];
  const Matrix w = weights_of(graph, layers[0]);
  const Candidate candidate{&compressor_called("low_rank"), {"rank 6", 6, 0, 8}};
  const auto error = [&](const Vector& weights) {
    const Factors factors = factors_of(candidate, w, x, weights);
    Graph changed = graph;
    replace_layer(changed, layers[0], factors, (w - factors.product()) * x.mean);
    return output_error(graph, changed, sample_of, 400, 800);
  };
  EXPECT_LT(error(importance), 0.7 * error(Vector::Ones(kHidden)));
}

TEST(Importance, OfRowsIsTakenBackFromAllThatHasRows) {
  Random random(7);
  const Factors factors{{random_matrix(random, 8, 3), Vector::Constant(8, 0.5)},
                        {random_matrix(random, 3, 10)},
                        1,
                        {random_matrix(random, 8, 10)}};
  const Vector times = Vector::LinSpaced(8, 1, 4);
  const Factors changed = with_rows_times(factors, times);
  const Matrix wanted = times.asDiagonal() * factors.product();
  EXPECT_LT((changed.product() - wanted).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_EQ(changed.outer.steps, Vector(0.5 * times));
}

}  // namespace
}  // namespace mote
