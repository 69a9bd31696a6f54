// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "learn/moments.h"
#include "learn/projection.h"
#include "learn/softmax_head.h"
#include "learn/streaming_lda.h"
#include "learn/taps.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

constexpr int64_t kChannels = 6, kSteps = 10;

// A convolution with a ReLU and a depthwise layer behind it, in int8.
Graph small_network() {
  Random random(3);
  const auto weights = [&](int64_t count) {
    Tensor elements(static_cast<size_t>(count));
    for (double& element : elements) element = static_cast<double>(random.below(255) - 127);
    return elements;
  };
  Graph graph;
  graph.inputs = {graph.add({"x", DType::s8, {1, 3, kSteps}, {{0.05f}, {3}}})};
  const auto conv = [&](const std::string& name, ValueId x, Shape shape, int64_t group,
                        const Quant& quant) {
    const ValueId w = graph.add_constant(name + "_w", DType::s8, shape,
                                         weights(element_count(shape)), {{0.01f}, {0}});
    const ValueId y = graph.add({name, DType::s8, {}, quant});
    graph.nodes.push_back({name, "conv", {x, w}, {y}, {{"group", group}}});
    graph.nodes.back().attrs["strides"] = std::vector<int64_t>{1};
    graph.nodes.back().attrs["dilations"] = std::vector<int64_t>{1};
    graph.nodes.back().attrs["pads"] = std::vector<int64_t>{1, 1};
    graph.nodes.back().attrs["kernel_shape"] = std::vector<int64_t>{3};
    infer(graph);
    return y;
  };
  const ValueId a = conv("a", graph.inputs[0], {kChannels, 3, 3}, 1, {{0.1f}, {-128}});
  graph.outputs = {conv("b", a, {kChannels, 1, 3}, kChannels, {{0.2f}, {-128}})};
  return graph;
}

std::vector<Tensor> sample_of(int64_t i) {
  Random random(static_cast<uint64_t>(i) + 10);
  Tensor x(3 * kSteps);
  for (double& element : x) element = static_cast<double>(random.below(256) - 128);
  return {x};
}

Rows random_rows(Random& random, int64_t count, int64_t columns) {
  Rows rows(count, columns);
  for (double& element : rows.reshaped()) element = random.normal();
  return rows;
}

TEST(Taps, AreRootsOfTheMeansOfWhatBlocksGive) {
  const Graph graph = small_network();
  ASSERT_EQ(tapped_values(graph).size(), 1u);  // the depthwise layer is no block
  const Graph tapped = with_taps(graph, sample_of, 50);
  const Value& taps = tapped[tapped.outputs.back()];
  ASSERT_EQ(taps.shape, (Shape{1, kChannels}));
  for (int64_t i = 0; i < 50; i++) {
    Tensor seen;
    evaluate(graph, sample_of(i), [&](ValueId id, const Tensor& value) {
      if (id == tapped_values(graph)[0]) seen = value;
    });
    const Tensor got = evaluate(tapped, sample_of(i)).back();
    for (size_t c = 0; c < static_cast<size_t>(kChannels); c++) {
      double sum = 0;
      for (size_t t = 0; t < static_cast<size_t>(kSteps); t++) {
        sum += 0.1 * (seen[c * static_cast<size_t>(kSteps) + t] + 128);
      }
      const double wanted = std::sqrt(sum / kSteps);
      const double real = double{taps.quant.scale[0]} * (got[c] + 128);
      EXPECT_NEAR(real, wanted, 0.02 * wanted + 2 * double{taps.quant.scale[0]}) << i << " " << c;
    }
  }
}

TEST(Taps, OfVectorsBeginWithWhatTheFirstLayerReads) {
  constexpr int64_t inputs = 6, outputs = 4;
  Graph graph;
  graph.inputs = {graph.add({"x", DType::s8, {1, inputs}, {{0.05f}, {3}}})};
  const Tensor weights(static_cast<size_t>(inputs * outputs), 40);
  const ValueId w = graph.add_constant("w", DType::s8, {outputs, inputs}, weights, {{0.01f}, {0}});
  graph.outputs = {graph.add({"y", DType::s8, {}, {{0.1f}, {-128}}})};
  graph.nodes.push_back({"y", "fully_connected", {graph.inputs[0], w}, graph.outputs});
  infer(graph);
  const auto sample = [](int64_t i) {
    Tensor x = sample_of(i)[0];
    x.resize(static_cast<size_t>(inputs));
    return std::vector<Tensor>{x};
  };
  const Graph tapped = with_taps(graph, sample, 50);
  const Value& taps = tapped[tapped.outputs.back()];
  ASSERT_EQ(taps.shape, (Shape{1, inputs + outputs}));
  ASSERT_EQ(taps.quant.zero_point[0], 0);
  const double step = double{taps.quant.scale[0]};
  for (int64_t i = 0; i < 50; i++) {
    const Tensor x = sample(i)[0], y = evaluate(graph, sample(i))[0];
    const Tensor got = evaluate(tapped, sample(i)).back();
    for (size_t k = 0; k < x.size(); k++) {
      EXPECT_NEAR(step * got[k], std::asinh(0.05 * (x[k] - 3)), step) << i << " " << k;
    }
    for (size_t k = 0; k < y.size(); k++) {
      EXPECT_NEAR(step * got[x.size() + k], std::sqrt(0.1 * (y[k] + 128)), step) << i << " " << k;
    }
  }
  EXPECT_EQ(with_taps(graph, sample, 50, /*last_only=*/true).nodes.size(), graph.nodes.size() + 2);
}

TEST(Taps, NeedABlockThatIsNeverNegative) {
  Graph graph = small_network();
  graph[tapped_values(graph)[0]].quant.zero_point = {0};
  EXPECT_THROW(with_taps(graph, sample_of, 5), Error);
}

TEST(Projection, MakesTheCovarianceInsideClassesTheIdentity) {
  Random random(5);
  Rows taps = random_rows(random, 900, 12) *
              (2 * Rows::Identity(12, 12) + 0.2 * random_rows(random, 12, 12));
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 600; i++) {
    labels.push_back(i % 3);
    taps(i, i % 3) += 30;
  }
  const Projection projection = projection_of(taps, labels, 5);
  const Rows features =
      (taps * projection.matrix.transpose()).rowwise() + projection.offset.transpose();
  const Rows inside = covariance_inside(features.topRows(600), labels);
  EXPECT_LT(inside.diagonal().maxCoeff(), 1.2);
  EXPECT_GT(inside.diagonal().minCoeff(), 0.6);
  EXPECT_LT((inside - Rows(inside.diagonal().asDiagonal())).cwiseAbs().maxCoeff(), 0.2);
  EXPECT_LT(features.colwise().mean().cwiseAbs().maxCoeff(), 1e-9);
}

TEST(Projection, IsWhatTheGraphComputes) {
  const Graph tapped = with_taps(small_network(), sample_of, 50);
  const Value& taps = tapped[tapped.outputs.back()];
  Random random(7);
  const Projection projection{random_rows(random, 4, kChannels),
                              Eigen::VectorXd(random_rows(random, 4, 1).col(0))};
  const Graph graph = with_features(tapped, projection);
  EXPECT_EQ(graph[graph.outputs.back()].quant.scale[0], 1.0f / 16);
  for (int64_t i = 0; i < 20; i++) {
    Eigen::VectorXd real(kChannels);
    const Tensor stored = evaluate(tapped, sample_of(i)).back();
    for (Eigen::Index c = 0; c < kChannels; c++) {
      real[c] = double{taps.quant.scale[0]} * (stored[static_cast<size_t>(c)] + 128);
    }
    const Eigen::VectorXd wanted = projection.matrix * real + projection.offset;
    const Tensor got = evaluate(graph, sample_of(i)).back();
    for (Eigen::Index k = 0; k < 4; k++) {
      EXPECT_NEAR(got[static_cast<size_t>(k)] * kFeatureStep, std::clamp(wanted[k], -8.0, 7.9375),
                  0.1);
    }
  }
}

TEST(StreamingLda, TellsANewClassFromTheOldOnesInAnyOrder) {
  Random random(9);
  Rows base = random_rows(random, 400, 6);
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 400; i++) {
    labels.push_back(i % 2);
    base(i, 0) += i % 2 == 0 ? -4 : 4;
  }
  Rows fresh = random_rows(random, 60, 6);
  fresh.col(1).array() += 5;
  StreamingLda forward(base, labels), backward(base, labels);
  for (Eigen::Index i = 0; i < 20; i++) {
    forward.learn(fresh.row(i), 2);
    backward.learn(fresh.row(19 - i), 2);
  }
  forward.solve();
  backward.solve();
  int right = 0;
  for (Eigen::Index i = 20; i < 60; i++) {
    right += forward.classify(fresh.row(i)) == 2 ? 1 : 0;
    EXPECT_EQ(forward.classify(fresh.row(i)), backward.classify(fresh.row(i)));
    EXPECT_EQ(forward.nearest_mean(fresh.row(i)), backward.nearest_mean(fresh.row(i)));
  }
  EXPECT_GE(right, 38);
  for (Eigen::Index i = 0; i < 400; i += 7) {
    EXPECT_EQ(forward.classify(base.row(i)), labels[static_cast<size_t>(i)]);
  }
}

TEST(StreamingLda, LetsOneSampleMoveAKnownClassALittleOnly) {
  Random random(11);
  Rows base = random_rows(random, 400, 6);
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 400; i++) {
    labels.push_back(i % 2);
    base(i, 0) += i % 2 == 0 ? -4 : 4;
  }
  StreamingLda lda(base, labels);
  const Eigen::VectorXd far = Eigen::VectorXd::Constant(6, 6);
  lda.learn(far, 0);
  lda.solve();
  for (Eigen::Index i = 0; i < 400; i += 7) {
    EXPECT_EQ(lda.classify(base.row(i)), labels[static_cast<size_t>(i)]);
  }
  for (int64_t n = 0; n < 20 * kPriorCount; n++) lda.learn(far, 0);
  lda.solve();
  EXPECT_EQ(lda.nearest_mean(far), 0);
}

TEST(SoftmaxHead, FindsTheBorderBetweenClasses) {
  Rows features(4, 2);
  features << 0, 1, 0.5, 2, 1, -1, 0.5, -2;
  const std::vector<int32_t> labels{0, 0, 2, 2};
  const SoftmaxHead head(features, labels, 3);
  EXPECT_EQ(head.classify(Eigen::Vector2d(0.5, 0.5)), 0);
  EXPECT_EQ(head.classify(Eigen::Vector2d(0.5, -0.5)), 2);
}

TEST(StreamingLda, ReplacesForgottenMeansByNewOnes) {
  Random random(13);
  Rows base = random_rows(random, 400, 6);
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 400; i++) {
    labels.push_back(i % 2);
    base(i, 0) += i % 2 == 0 ? -4 : 4;
  }
  StreamingLda lda(base, labels, 0);
  const auto drift = [&](double amount) {  // both classes lie elsewhere, beyond each other
    Rows moved = random_rows(random, 40, 6);
    for (int32_t i = 0; i < 40; i++) moved(i, 0) += amount + (i % 2 == 0 ? -4 : 4);
    return moved;
  };
  for (const double amount : {10.0, -10.0}) {
    const Rows moved = drift(amount);
    for (int32_t label : {0, 1}) lda.forget(label);
    for (int32_t i = 0; i < 6; i++) lda.learn(moved.row(i), i % 2);
    lda.solve();
    for (int32_t i = 6; i < 40; i++) EXPECT_EQ(lda.classify(moved.row(i)), i % 2) << amount;
  }
  for (int32_t label : {0, 1, 7}) lda.forget(label);
  lda.solve();
  for (int32_t i = 0; i < 400; i += 7) {
    EXPECT_EQ(lda.classify(base.row(i)), labels[static_cast<size_t>(i)]) << "the first means";
  }
}

}  // namespace
}  // namespace mote
