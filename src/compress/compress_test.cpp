// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/random.h"
#include "compress/front.h"
#include "compress/sparse_code.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

Matrix random_matrix(Random& random, int64_t rows, int64_t columns) {
  Matrix matrix(rows, columns);
  for (Eigen::Index i = 0; i < matrix.size(); i++) matrix.data()[i] = random.uniform(-1, 1);
  return matrix;
}

// Inputs whose directions differ much in how far they vary, and that lean on each other.
Moment uneven_moment(Random& random, int64_t columns) {
  const Matrix mix = random_matrix(random, columns, columns);
  Vector spread(columns);
  for (Eigen::Index i = 0; i < columns; i++) spread(i) = 1.0 / static_cast<double>(1 + i * i);
  return {Vector::Zero(columns), mix * spread.asDiagonal() * mix.transpose()};
}

ValueId add_random(Graph& graph, Random& random, const std::string& name, const Shape& shape) {
  Tensor elements(static_cast<size_t>(element_count(shape)));
  for (double& element : elements) element = double{static_cast<float>(random.uniform(-1, 1))};
  return graph.add_constant(name, DType::f32, shape, elements);
}

// conv (3 taps, stride 2, padded) -> flatten -> fully connected.
Graph small_network() {
  Random random(5);
  Graph graph;
  const ValueId x = graph.add({"x", DType::f32, {1, 6, 20}});
  const ValueId a = graph.add({"a"}), b = graph.add({"b"}), y = graph.add({"y"});
  graph.inputs = {x};
  graph.nodes.push_back(
      {"conv1",
       "conv",
       {x, add_random(graph, random, "w1", {16, 6, 3}), add_random(graph, random, "b1", {16})},
       {a},
       {{"strides", std::vector<int64_t>{2}},
        {"pads", std::vector<int64_t>{1, 1}},
        {"dilations", std::vector<int64_t>{1}},
        {"kernel_shape", std::vector<int64_t>{3}},
        {"activation", std::string("relu")}}});
  graph.nodes.push_back({"flat", "flatten", {a}, {b}, {{"axis", int64_t{1}}}});
  graph.nodes.push_back(
      {"dense2", "fully_connected", {b, add_random(graph, random, "w2", {12, 160})}, {y}});
  graph.outputs = {y};
  infer(graph);
  return graph;
}

std::vector<Tensor> sample_of(int64_t index) {
  Random random(static_cast<uint64_t>(index) + 1);
  Tensor x(120);
  for (double& element : x) element = double{static_cast<float>(random.uniform(-2, 3))};
  return {x};
}

TEST(Layers, AreConvolutionsAndFullyConnectedOnes) {
  const std::vector<Layer> layers = layers_of(small_network());
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[0].rows, 16);
  EXPECT_EQ(layers[0].columns, 18);
  EXPECT_EQ(layers[0].positions, 10);
  EXPECT_EQ(layers[1].columns, 160);
}

TEST(Layers, ComputeTheSameAsTwoExactFactors) {
  const Graph graph = small_network();
  for (const Layer& layer : layers_of(graph)) {
    const Matrix w = weights_of(graph, layer);
    Graph changed = graph;
    replace_layer(changed, layer, {Matrix::Identity(layer.rows, layer.rows), w},
                  Vector::Zero(layer.rows));
    verify(changed);
    EXPECT_EQ(changed.nodes.size(), graph.nodes.size() + 1);
    const Tensor wanted = evaluate(graph, sample_of(0))[0];
    const Tensor got = evaluate(changed, sample_of(0))[0];
    for (size_t i = 0; i < wanted.size(); i++) EXPECT_NEAR(got[i], wanted[i], 1e-4) << layer.node;
  }
}

TEST(Moments, PredictTheErrorThatIsMeasured) {
  const Graph graph = small_network();
  const std::vector<Layer> layers = layers_of(graph);
  const std::vector<Moment> moments = moments_of(graph, layers, sample_of, 400);
  // Of the last layer the outputs are the network's.
  const Matrix w = weights_of(graph, layers[1]);
  Matrix other = w;
  other.leftCols(30).setZero();
  Graph changed = graph;
  replace_layer(changed, layers[1], {other, {}}, (w - other) * moments[1].mean);
  const double predicted = relative_error(w, other, moments[1]);
  EXPECT_NEAR(output_error(graph, changed, sample_of, 0, 400), predicted, 0.05 * predicted);
}

TEST(SparseCodes, FindTheAtomsOfSumsOfAtoms) {
  Random random(3);
  const Matrix d = random_matrix(random, 10, 30);
  Matrix s = Matrix::Zero(7, 10);
  for (int i = 0; i < 7; i++) s(i, i) = 1.5, s(i, (i + 3) % 10) = -0.7;
  const Matrix found = sparse_codes(d * d.transpose(), s * d * d.transpose(), 2);
  EXPECT_LT((found - s).cwiseAbs().maxCoeff(), 1e-6);
  EXPECT_EQ((sparse_codes(d * d.transpose(), s * d * d.transpose(), 1).array() != 0).count(), 7);
}

class EveryCompressor : public testing::TestWithParam<const CompressorDef*> {};

TEST_P(EveryCompressor, TradesErrorForBytesBetterThanDroppingWeightsAtRandom) {
  Random random(9);
  const Matrix w = random_matrix(random, 40, 64);
  const Moment x = uneven_moment(random, 64);
  const std::vector<Candidate> found = GetParam()->candidates(w, x);
  ASSERT_GE(found.size(), 3u);
  for (const Candidate& candidate : found) {
    const int64_t bytes = stored_bytes(candidate.factors);
    EXPECT_LT(bytes, stored_bytes({w, {}})) << candidate.setting;
    EXPECT_NEAR(candidate.error, relative_error(w, candidate.factors.product(), x), 1e-9);
    Matrix dropped = w;
    for (Eigen::Index i = 0; i < w.size(); i++) {
      if (random.uniform() * static_cast<double>(w.size()) > static_cast<double>(bytes) / 2)
        dropped.data()[i] = 0;
    }
    EXPECT_LT(candidate.error, relative_error(w, dropped, x)) << candidate.setting;
  }
  EXPECT_LT(found.front().error, found.back().error);
}

INSTANTIATE_TEST_SUITE_P(All, EveryCompressor,
                         testing::ValuesIn(all_compressors().begin(), all_compressors().end()),
                         [](const auto& one) { return std::string(one.param->name); });

TEST(Fronts, FallInBytesAndAreTheSameEveryTime) {
  const Graph graph = small_network();
  const auto make = [&] { return choices_of(graph, sample_of, 60, "", [](int64_t) {}); };
  const std::vector<LayerChoices> choices = make();
  const std::vector<Assignment> front = front_of(choices);
  ASSERT_GE(front.size(), 4u);
  EXPECT_EQ(front, front_of(make()));
  const auto bytes = [&](const Assignment& assignment) {
    int64_t sum = 0;
    for (size_t i = 0; i < choices.size(); i++)
      sum += stored_bytes(choices[i].candidates[assignment[i]].factors);
    return sum;
  };
  for (size_t i = 1; i < front.size(); i++) EXPECT_LT(bytes(front[i]), bytes(front[i - 1]));
  const Graph smallest = assembled(graph, choices, front.back());
  EXPECT_LT(output_error(graph, smallest, sample_of, 0, 60), 1.5);
  verify(smallest);
}

}  // namespace
}  // namespace mote
