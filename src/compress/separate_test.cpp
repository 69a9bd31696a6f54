// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "compress/assemble.h"
#include "compress/separation.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

const CompressorDef& separate_compressor() {
  const auto all = all_compressors();
  return **std::find_if(all.begin(), all.end(),
                        [](const CompressorDef* one) { return one->name == "separate"; });
}

Matrix random_matrix(Random& random, int64_t rows, int64_t columns) {
  Matrix matrix(rows, columns);
  for (Eigen::Index i = 0; i < matrix.size(); i++) matrix.data()[i] = random.uniform(-1, 1);
  return matrix;
}

struct Case {
  Shape x, w;
  std::vector<int64_t> strides, pads, dilations;
};

const Case kImage{{1, 3, 11, 9}, {7, 3, 3, 5}, {2, 1}, {1, 0, 0, 4}, {2, 1}};
const Case kOtherImage{{1, 2, 8, 12}, {6, 2, 4, 2}, {1, 3}, {2, 1, 1, 0}, {1, 2}};
const Case kSeries{{1, 4, 30}, {8, 4, 5}, {2}, {3, 1}, {2}};

Graph conv_graph(const Case& c, const Matrix& w) {
  Graph graph;
  const ValueId x = graph.add({"x", DType::f32, c.x}), y = graph.add({"y"});
  Tensor weights(w.data(), w.data() + w.size()), bias(static_cast<size_t>(c.w[0]));
  std::iota(bias.begin(), bias.end(), -3.0);
  for (double& element : weights) element = double{static_cast<float>(element)};
  graph.inputs = {x};
  graph.outputs = {y};
  graph.nodes = {{"conv1",
                  "conv",
                  {x, graph.add_constant("w", DType::f32, c.w, weights),
                   graph.add_constant("b", DType::f32, {c.w[0]}, bias)},
                  {y},
                  {{"strides", c.strides},
                   {"pads", c.pads},
                   {"dilations", c.dilations},
                   {"kernel_shape", std::vector<int64_t>(c.w.begin() + 2, c.w.end())},
                   {"group", int64_t{1}},
                   {"activation", std::string("relu")}}}};
  infer(graph);
  return graph;
}

SampleOf samples_of(const Case& c) {
  return [count = element_count(c.x)](int64_t index) -> std::vector<Tensor> {
    Random random(static_cast<uint64_t>(index) + 1);
    Tensor x(static_cast<size_t>(count));
    for (double& element : x) element = double{static_cast<float>(random.uniform(-2, 3))};
    return {x};
  };
}

void expect_same(const Graph& graph, const Graph& other, const Case& c) {
  verify(other);
  for (int64_t i = 0; i < 3; i++) {
    const Tensor wanted = evaluate(graph, samples_of(c)(i))[0];
    const Tensor got = evaluate(other, samples_of(c)(i))[0];
    ASSERT_EQ(got.size(), wanted.size());
    for (size_t k = 0; k < got.size(); k++) EXPECT_NEAR(got[k], wanted[k], 1e-4);
  }
}

// The graph with a layer of random factors, and the one with their product.
void expect_product_is_same(const Case& c, Separation separation, int64_t filters) {
  Random random(3);
  const Graph graph = conv_graph(c, random_matrix(random, c.w[0], element_count(c.w) / c.w[0]));
  const Layer layer = layers_of(graph)[0];
  const Kernel k = layer.kernel;
  Factors factors;
  factors.separation = separation;
  factors.kernel = k;
  if (separation == Separation::spatial) {
    factors.inner = {random_matrix(random, filters, k.channels * k.height)};
    factors.outer = {random_matrix(random, layer.rows, filters * k.width)};
  } else {
    factors.inner = {random_matrix(random, filters * k.channels, k.taps())};
    factors.outer = {random_matrix(random, layer.rows, filters * k.channels)};
  }
  Graph two = graph, one = graph;
  replace_layer(two, layer, factors, Vector::Zero(layer.rows));
  replace_layer(one, layer, {{factors.product()}}, Vector::Zero(layer.rows));
  EXPECT_EQ(two.nodes.size(), 2u);
  expect_same(one, two, c);
}

TEST(Separation, SharesStridesPadsAndDilations) {
  for (const Case& c : {kImage, kOtherImage}) {
    for (const int64_t rank : {1, 3}) expect_product_is_same(c, Separation::spatial, rank);
  }
  for (const Case& c : {kImage, kOtherImage, kSeries}) {
    for (const int64_t filters : {1, 2}) expect_product_is_same(c, Separation::depthwise, filters);
  }
}

std::vector<Setting> settings_at(const Layer& layer, int64_t rank, int64_t filters) {
  std::vector<Setting> found = separate_compressor().settings(layer);
  std::erase_if(found, [&](const Setting& one) {
    return one.size != rank || one.count != filters || one.bits != 8;
  });
  return found;
}

// Weights that are a product of random factors are found again, whatever the layer reads.
void expect_exact(const Case& c, Separation separation, int64_t filters) {
  Random random(11);
  Factors hidden;
  hidden.separation = separation;
  hidden.kernel = {c.w[1], c.w.size() == 3 ? 1 : c.w[2], c.w.back()};
  const bool is_spatial = separation == Separation::spatial;
  hidden.inner = {is_spatial ? random_matrix(random, filters, c.w[1] * c.w[2])
                             : random_matrix(random, filters * c.w[1], hidden.kernel.taps())};
  hidden.outer = {random_matrix(random, c.w[0], is_spatial ? filters * c.w[3] : filters * c.w[1])};
  const Graph graph = conv_graph(c, hidden.product());
  const Layer layer = layers_of(graph)[0];
  const Moment moment = moments_of(graph, {layer}, samples_of(c), 40)[0];
  const auto found = settings_at(layer, is_spatial ? filters : 0, is_spatial ? 0 : filters);
  ASSERT_EQ(found.size(), 1u);
  const Matrix w = weights_of(graph, layer);
  const Factors factors = separate_compressor().make(w, moment, found[0]);
  EXPECT_LT((factors.product() - w).cwiseAbs().maxCoeff(), 1e-4);
  EXPECT_LT(stored_bytes(factors), stored_bytes(Factors{{w}}));
  Graph changed = graph;
  replace_layer(changed, layer, factors, Vector::Zero(layer.rows));
  expect_same(graph, changed, c);
}

TEST(Separating, FindsSeparableWindowsAgain) {
  const Case wide{{1, 4, 9, 10}, {12, 4, 5, 5}, {1, 1}, {2, 2, 2, 2}, {1, 1}};
  for (const int64_t rank : {1, 2, 4}) expect_exact(wide, Separation::spatial, rank);
  for (const int64_t filters : {1, 2, 3}) expect_exact(wide, Separation::depthwise, filters);
  const Case series{{1, 4, 30}, {12, 4, 7}, {2}, {3, 3}, {1}};
  for (const int64_t filters : {1, 2}) expect_exact(series, Separation::depthwise, filters);
}

TEST(Separating, LosesLessTheMoreFiltersThereAre) {
  const Case wide{{1, 4, 9, 10}, {12, 4, 5, 5}, {1, 1}, {2, 2, 2, 2}, {1, 1}};
  Random random(1);
  const Graph graph = conv_graph(wide, random_matrix(random, 12, 100));
  const Layer layer = layers_of(graph)[0];
  const Moment moment = moments_of(graph, {layer}, samples_of(wide), 40)[0];
  const Matrix w = weights_of(graph, layer);
  double last = 1;
  for (const int64_t rank : {1, 2, 4, 8, 15}) {
    const auto found = settings_at(layer, rank, 0);
    ASSERT_EQ(found.size(), 1u);
    const double error = OutputError(w, moment)(separate_compressor().make(w, moment, found[0]));
    EXPECT_LT(error, last);
    last = error;
  }
  EXPECT_LT(last, 0.2);
}

TEST(Separating, IsForWindowsOfMoreThanOneTap) {
  EXPECT_TRUE(separate_compressor().settings({"dense", 40, 64}).empty());
  EXPECT_TRUE(separate_compressor().settings({"pointwise", 40, 64, 9, true, {64, 1, 1}}).empty());
  for (const Setting& one :
       separate_compressor().settings({"series", 40, 320, 9, true, {64, 1, 5}})) {
    EXPECT_EQ(one.size, 0) << one.text;
  }
}

TEST(Separating, IsChosenAndAssembled) {
  Random random(5);
  const Graph graph = conv_graph(kImage, random_matrix(random, 7, 45));
  const auto choices = choices_of(graph, samples_of(kImage), 40, "separate", [](int64_t) {});
  ASSERT_GT(choices[0].candidates.size(), 1u);
  for (size_t i = 1; i < choices[0].candidates.size(); i++) {
    const Graph changed = assembled(graph, choices, {i}, samples_of(kImage), 40);
    verify(changed);
    EXPECT_EQ(changed.nodes.size(), 2u);
    EXPECT_NEAR(output_error(graph, changed, samples_of(kImage), 0, 40),
                choices[0].sensitivity * choices[0].candidates[i].error, 0.3);
  }
}

}  // namespace
}  // namespace mote
