// SPDX-License-Identifier: Apache-2.0
#include "compress/compress_test.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "compress/assemble.h"
#include "compress/center.h"
#include "compress/rounding.h"
#include "compress/sparse_code.h"
#include "compress/thin.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

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
    const Factors exact{{Matrix::Identity(layer.rows, layer.rows)}, {w}};
    replace_layer(changed, layer, exact, Vector::Zero(layer.rows));
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
  replace_layer(changed, layers[1], {{other}}, (w - other) * moments[1].mean);
  const double predicted = OutputError(w, moments[1])({{other}});
  EXPECT_NEAR(predicted, relative_error(w, other, moments[1]), 1e-9);
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

// Those for a fully connected layer, or for a convolution where there are none.
std::vector<Setting> settings_of(const CompressorDef& compressor, int64_t rows, int64_t columns) {
  const std::vector<Setting> found = compressor.settings({"layer", rows, columns});
  if (!found.empty()) return found;
  return compressor.settings({"layer", rows, columns, 1, true, {columns / 16, 4, 4}});
}

class EveryCompressor : public testing::TestWithParam<const CompressorDef*> {};

TEST_P(EveryCompressor, TradesErrorForBytesBetterThanDroppingWeightsAtRandom) {
  Random random(9);
  const Matrix w = random_matrix(random, 40, 64);
  const Moment x = uneven_moment(random, 64);
  const std::vector<Setting> settings = settings_of(*GetParam(), 40, 64);
  ASSERT_GE(settings.size(), 3u);
  std::vector<std::pair<double, double>> points;  // bytes, error
  for (const Setting& setting : settings) {
    const Factors factors = GetParam()->make(w, x, setting);
    const double bytes = stored_bytes(factors), error = OutputError(w, x)(factors);
    EXPECT_NEAR(error, relative_error(w, factors.product(), x), 1e-9) << setting.text;
    Matrix dropped = w;
    for (Eigen::Index i = 0; i < w.size(); i++) {
      if (random.uniform() * static_cast<double>(w.size()) > bytes / 2) dropped.data()[i] = 0;
    }
    if (!GetParam()->is_baseline) {
      EXPECT_LT(error, relative_error(w, dropped, x)) << setting.text;
    }
    points.push_back({bytes, error});
  }
  EXPECT_LT(std::max_element(points.begin(), points.end())->second,
            std::min_element(points.begin(), points.end())->second);
}

TEST_P(EveryCompressor, GivesMultiplesOfItsSteps) {
  Random random(4);
  const Matrix w = random_matrix(random, 24, 32);
  const Moment x = uneven_moment(random, 32);
  for (const Setting& setting : settings_of(*GetParam(), 24, 32)) {
    const Factors factors = GetParam()->make(w, x, setting);
    for (const Factor* factor : {&factors.outer, &factors.inner}) {
      if (factor->steps.size() == 0) continue;
      const Matrix multiples = factor->steps.cwiseInverse().asDiagonal() * factor->w;
      EXPECT_LT((multiples.array() - multiples.array().round()).abs().maxCoeff(), 1e-9);
      EXPECT_LE(limit_of(*factor), 1 << (setting.bits - 1)) << setting.text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryCompressor,
                         testing::ValuesIn(all_compressors().begin(), all_compressors().end()),
                         [](const auto& one) { return std::string(one.param->name); });

TEST(Rounding, ErrorFeedbackBeatsRoundingToTheNearest) {
  Random random(8);
  const Matrix w = random_matrix(random, 30, 60);
  const Moment x = uneven_moment(random, 60);
  for (const int bits : {4, 3, 2}) {
    const Matrix nearest = rounded_sparse(w, bits).w, fed_back = rounded(w, x.feedback, bits).w;
    EXPECT_LT(relative_error(w, fed_back, x), 0.6 * relative_error(w, nearest, x)) << bits;
  }
}

TEST(Codebooks, ComputeWhatTheirProductSays) {
  const Graph graph = small_network();
  const Layer layer = layers_of(graph)[1];
  Random random(6);
  Factors factors{{Matrix::Zero(layer.rows, 20 * 4), Vector::Ones(layer.rows)},
                  {random_matrix(random, 4, 8)},
                  20};
  for (Eigen::Index row = 0; row < layer.rows; row++) {
    for (int64_t part = 0; part < 20; part++) factors.outer.w(row, 4 * part + random.below(4)) = 1;
  }
  Graph parts = graph, whole = graph;
  replace_layer(parts, layer, factors, Vector::Zero(layer.rows));
  replace_layer(whole, layer, {{factors.product()}}, Vector::Zero(layer.rows));
  verify(parts);
  const Tensor wanted = evaluate(whole, sample_of(0))[0], got = evaluate(parts, sample_of(0))[0];
  for (size_t i = 0; i < wanted.size(); i++) EXPECT_NEAR(got[i], wanted[i], 1e-3);
}

// Two fully connected layers; half of the neurons between them are sums of the others.
Graph graph_with_spare_neurons() {
  Random random(2);
  Graph graph;
  const ValueId x = graph.add({"x", DType::f32, {1, 120}});
  const ValueId a = graph.add({"a"}), y = graph.add({"y"});
  const ValueId w = add_random(graph, random, "w1", {20, 120});
  for (size_t i = 0; i < 10 * 120; i++) {
    graph[w].constant[10 * 120 + i] = graph[w].constant[i] + graph[w].constant[(i + 240) % 1200];
  }
  graph.inputs = {x};
  graph.nodes.push_back({"dense1", "fully_connected", {x, w}, {a}});
  graph.nodes.push_back(
      {"dense2", "fully_connected", {a, add_random(graph, random, "w2", {6, 20})}, {y}});
  graph.outputs = {y};
  infer(graph);
  return graph;
}

TEST(Thinning, DropsNeuronsThatOthersCanStandInFor) {
  const Graph graph = graph_with_spare_neurons();
  const Graph thin =
      thinned(graph, moments_of(graph, layers_of(graph), sample_of, 300), /*error=*/0.04);
  verify(thin);
  EXPECT_LE(layers_of(thin)[0].rows, 13);
  EXPECT_LT(output_error(graph, thin, sample_of, 0, 300), 0.06);
}

double distance(const Tensor& a, const Tensor& b) {
  double largest = 0;
  for (size_t i = 0; i < a.size(); i++) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

TEST(Centering, IsTheSameFunctionAndCanBeTakenBack) {
  Random random(8);
  Graph graph = graph_with_spare_neurons();
  graph.nodes[0].inputs.push_back(add_random(graph, random, "b1", {20}));
  graph.nodes[0].attrs["activation"] = std::string("relu");
  const Layer layer = layers_of(graph)[0];
  const Matrix book = random_matrix(random, 5, 30), picks = random_matrix(random, 20, 20);
  Graph parted = graph;
  replace_layer(parted, layer, {{picks}, {book}, 4}, Vector::Zero(20));
  Graph branched = graph;
  const Factors factors{{random_matrix(random, 20, 3)},
                        {random_matrix(random, 3, 120)},
                        1,
                        {random_matrix(random, 20, 120)}};
  replace_layer(branched, layer, factors, Vector::Zero(20));
  const Tensor mean(120, 7.5), x = sample_of(3)[0];
  for (const Graph& one : {graph, parted, branched}) {
    const Graph moved = centered(one, mean);
    EXPECT_EQ(moved.nodes[0].op, "sub");
    verify(moved);
    EXPECT_LT(distance(evaluate(one, {&x, 1})[0], evaluate(moved, {&x, 1})[0]), 1e-3);
    const Graph back = without_center(moved, mean);
    EXPECT_EQ(back.nodes.size(), one.nodes.size());
    EXPECT_LT(distance(evaluate(one, {&x, 1})[0], evaluate(back, {&x, 1})[0]), 1e-3);
    EXPECT_EQ(without_center(one, mean), one);
  }
  const Graph conv = small_network();
  EXPECT_EQ(centered(conv, mean), conv);
}

TEST(Fronts, WeighLayersBySensitivityToTheExponent) {
  const Graph graph = small_network();
  std::vector<LayerChoices> choices = choices_of(graph, sample_of, 60, "", [](int64_t) {});
  const std::vector<Assignment> with = front_of(choices), without = front_of(choices, "", 0);
  choices[0].sensitivity *= 1000;
  EXPECT_NE(front_of(choices), with);
  EXPECT_EQ(front_of(choices, "", 0), without);
}

TEST(Fronts, ForgiveFewBitsButNotStructureWhereTuningFollows) {
  const Graph graph = small_network();
  const auto before = choices_of(graph, sample_of, 60, "", [](int64_t) {});
  auto after = before;
  expect_fine_tuning(after);
  size_t forgiven = 0;
  for (size_t i = 0; i < before.size(); i++) {
    for (size_t c = 0; c < before[i].candidates.size(); c++) {
      const Candidate &was = before[i].candidates[c], &is = after[i].candidates[c];
      forgiven += is.error < was.error ? 1 : 0;
      // Of plain rounding nothing is structure; one setting with 8 bits has no better one.
      if (was.name() == "bits") {
        EXPECT_NEAR(is.error, kLeftByTuning * was.error, 1e-12);
      } else if (was.setting.bits == 8) {
        EXPECT_EQ(is.error, was.error);
      }
    }
  }
  EXPECT_GT(forgiven, 10u);
}

TEST(Fronts, AreFilledUpToTheBytesThatAreLeft) {
  const Graph graph = small_network();
  const auto choices = choices_of(graph, sample_of, 60, "", [](int64_t) {});
  const Assignment small = front_of(choices).back();
  const double bytes = stored_bytes(choices, small);
  EXPECT_EQ(filled(choices, small, 0, "", 1), small);
  const Assignment more = filled(choices, small, 60, "", 1);
  EXPECT_GT(stored_bytes(choices, more), bytes);
  EXPECT_LE(stored_bytes(choices, more), bytes + 60);
  for (size_t i = 0; i < more.size(); i++) {
    EXPECT_LE(choices[i].candidates[more[i]].error, choices[i].candidates[small[i]].error);
  }
}

TEST(Fronts, FallInBytesAndAreTheSameEveryTime) {
  const Graph graph = small_network();
  const auto make = [&] { return choices_of(graph, sample_of, 60, "", [](int64_t) {}); };
  const std::vector<LayerChoices> choices = make();
  const std::vector<Assignment> front = front_of(choices);
  ASSERT_GE(front.size(), 4u);
  EXPECT_EQ(front, front_of(make()));
  for (size_t i = 1; i < front.size(); i++) {
    EXPECT_LE(stored_bytes(choices, front[i]), stored_bytes(choices, front[i - 1]));
  }
  const Graph smallest = assembled(graph, choices, front.back(), sample_of, 60);
  verify(smallest);
  EXPECT_LT(output_error(graph, smallest, sample_of, 0, 60), 1.5);
}

TEST(Assembly, AimsLaterLayersAtTheOldNetworksOutputs) {
  const Graph graph = small_network();
  std::vector<LayerChoices> choices = choices_of(graph, sample_of, 800, "bits", [](int64_t) {});
  const Assignment coarse{choices[0].candidates.size() - 1, choices[1].candidates.size() - 1};
  const Graph aimed = assembled(graph, choices, coarse, sample_of, 800);
  Graph apart = graph;
  for (size_t i = 0; i < choices.size(); i++) {
    const Matrix w = weights_of(graph, choices[i].layer);
    const Candidate& candidate = choices[i].candidates[coarse[i]];
    const Factors factors = candidate.method->make(w, choices[i].moment, candidate.setting);
    replace_layer(apart, choices[i].layer, factors,
                  (w - factors.product()) * choices[i].moment.mean);
  }
  EXPECT_LT(output_error(graph, aimed, sample_of, 800, 1200),
            output_error(graph, apart, sample_of, 800, 1200));
}

TEST(Assembly, SetsLayersThatStayAnewForWhatTheyRead) {
  const Graph graph = small_network();
  const std::vector<LayerChoices> choices =
      choices_of(graph, sample_of, 800, "bits", [](int64_t) {});
  const Assignment first_only{choices[0].candidates.size() - 1, 0};
  const Graph aimed = assembled(graph, choices, first_only, sample_of, 800);
  const Matrix w = weights_of(graph, choices[0].layer);
  const Factors factors = factors_of(choices[0].candidates.back(), w, choices[0].moment);
  Graph apart = graph;
  replace_layer(apart, choices[0].layer, factors, (w - factors.product()) * choices[0].moment.mean);
  EXPECT_LT(output_error(graph, aimed, sample_of, 800, 1200),
            0.9 * output_error(graph, apart, sample_of, 800, 1200));
}

}  // namespace
}  // namespace mote
