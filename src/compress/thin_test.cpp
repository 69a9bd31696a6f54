// SPDX-License-Identifier: Apache-2.0
#include "compress/thin.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "compress/front.h"
#include "ops/evaluate.h"
#include "ops/infer.h"

namespace mote {
namespace {

constexpr int64_t kChannels = 5, kLength = 12;

// Builds networks over time, node by node.
class Chain {
 public:
  Chain() : last_(graph_.add({"x", DType::f32, {1, 3, kLength}})) { graph_.inputs = {last_}; }

  // `copies` of the same random filters, one set behind the other.
  Chain& conv(int64_t filters, int64_t taps, int64_t stride, int64_t copies = 1,
              bool is_depthwise = false) {
    const int64_t read = is_depthwise ? 1 : graph_[last_].shape[1];
    const ValueId w = random({filters, read, taps}, copies), b = random({filters}, copies);
    const int64_t group = is_depthwise ? filters * copies : 1;
    return append("conv", {w, b},
                  {{"strides", std::vector<int64_t>{stride}},
                   {"pads", std::vector<int64_t>{taps / 2, taps / 2}},
                   {"dilations", std::vector<int64_t>{1}},
                   {"kernel_shape", std::vector<int64_t>{taps}},
                   {"group", group}});
  }
  Chain& dense(int64_t rows) {
    return append("fully_connected", {random({rows, graph_[last_].shape[1]}, 1)});
  }
  Chain& scale(int64_t channels, int64_t copies) {
    return append("mul", {random({channels, 1}, copies)});
  }
  Chain& append(const std::string& op, const std::vector<ValueId>& operands = {},
                const std::map<std::string, Attr>& attrs = {}) {
    std::vector<ValueId> inputs{last_};
    inputs.insert(inputs.end(), operands.begin(), operands.end());
    const std::string name = op + std::to_string(graph_.nodes.size());
    last_ = graph_.add({name});
    graph_.nodes.push_back({name, op, inputs, {last_}, attrs});
    infer(graph_);
    return *this;
  }
  Chain& max_pool() {
    const std::vector<int64_t> two{2}, one{1}, none{0, 0};
    return append("max_pool", {},
                  {{"kernel_shape", two}, {"strides", two}, {"dilations", one}, {"pads", none}});
  }
  Chain& reshape(const Shape& shape) {
    const auto rank = static_cast<int64_t>(shape.size());
    return append("reshape", {graph_.add_constant("extents", DType::s64, {rank},
                                                  {shape.begin(), shape.end()})});
  }

  ValueId last() const { return last_; }
  Graph finish() {
    graph_.outputs = {last_};
    verify(graph_);
    return graph_;
  }

 private:
  ValueId random(Shape shape, int64_t copies) {
    Tensor once(static_cast<size_t>(element_count(shape))), all;
    for (double& element : once) element = double{static_cast<float>(random_.uniform(-1, 1))};
    for (int64_t i = 0; i < copies; i++) all.insert(all.end(), once.begin(), once.end());
    shape[0] *= copies;
    return graph_.add_constant(graph_.fresh_name("constant"), DType::f32, shape, all);
  }

  Graph graph_;
  Random random_{7};
  ValueId last_;
};

std::vector<Tensor> sample_of(int64_t index) {
  Random random(static_cast<uint64_t>(index) + 1);
  Tensor x(3 * kLength);
  for (double& element : x) element = double{static_cast<float>(random.uniform(-2, 3))};
  return {x};
}

// What the reader of `span` columns for each channel reads when the channels are there twice.
Moment doubled(const Moment& once, int64_t span) {
  Matrix twice = Matrix::Zero(2 * kChannels * span, kChannels * span);
  twice.topRows(kChannels * span).setIdentity();
  twice.bottomRows(kChannels * span).setIdentity();
  return {twice * once.mean, twice * once.covariance * twice.transpose()};
}

// A network whose first layer's channels are there so many times, and the moments of its layers as
// they are when they are there once.
using Network = Graph (*)(int64_t copies);

void expect_copies_go(Network network, int64_t span) {
  const Graph once = network(1), twice = network(2);
  std::vector<Moment> moments = moments_of(once, layers_of(once), sample_of, 200);
  moments[1] = doubled(moments[1], span);
  const Graph thin = thinned(twice, moments, /*error=*/1e-9);
  verify(thin);
  EXPECT_EQ(layers_of(twice)[0].rows, 2 * kChannels);
  EXPECT_EQ(layers_of(thin)[0].rows, kChannels);
  EXPECT_EQ(layers_of(thin)[1].columns, kChannels * span);
  EXPECT_EQ(layers_of(thin)[1].rows, layers_of(twice)[1].rows);
  for (int64_t i = 0; i < 20; i++) {
    const Tensor wanted = evaluate(twice, sample_of(i))[0], got = evaluate(thin, sample_of(i))[0];
    ASSERT_EQ(got.size(), wanted.size());
    for (size_t k = 0; k < got.size(); k++) EXPECT_NEAR(got[k], wanted[k], 1e-4);
  }
}

TEST(Thinning, DropsCopiesOfChannelsThroughADepthwiseConvolution) {
  const Network network = [](int64_t copies) {
    Chain chain;
    chain.conv(kChannels, 3, 1, copies).append("relu").conv(kChannels, 3, 2, copies, true);
    return chain.append("relu").conv(3, 1, 1).append("global_average_pool").finish();
  };
  expect_copies_go(network, 1);
}

TEST(Thinning, DropsCopiesOfChannelsBeforeAWindow) {
  const Network network = [](int64_t copies) {
    Chain chain;
    chain.conv(kChannels, 5, 1, copies).append("sigmoid").scale(kChannels, copies);
    return chain.max_pool().conv(4, 3, 2).finish();
  };
  expect_copies_go(network, 3);
}

TEST(Thinning, DropsCopiesOfChannelsThatAreFlattened) {
  const Network flattened = [](int64_t copies) {
    Chain chain;
    chain.conv(kChannels, 5, 2, copies).append("relu");
    return chain.append("flatten", {}, {{"axis", int64_t{1}}}).dense(4).finish();
  };
  expect_copies_go(flattened, 6);
  const Network reshaped = [](int64_t copies) {
    Chain chain;
    chain.conv(kChannels, 5, 2, copies).max_pool().reshape({1, kChannels * copies * 3});
    return chain.append("relu").dense(4).finish();
  };
  expect_copies_go(reshaped, 3);
}

TEST(Thinning, RefitsTheReaderOfFewerChannels) {
  Chain chain;
  const Graph graph =
      chain.conv(24, 3, 1).append("relu").conv(10, 5, 2).append("relu").conv(4, 3, 1).finish();
  const std::vector<Moment> moments = moments_of(graph, layers_of(graph), sample_of, 400);
  double last = 0;
  for (const double error : {0.01, 0.03, 0.1}) {
    const Graph thin = thinned(graph, moments, error);
    verify(thin);
    const double measured = output_error(graph, thin, sample_of, 400, 600);
    EXPECT_LT(layers_of(thin)[0].rows, 24);
    EXPECT_GT(measured, last);
    EXPECT_LT(measured, 4 * error);
    EXPECT_EQ(thinned_like(graph, moments, thin), thin);
    last = measured;
  }
}

TEST(Thinning, LeavesWhatIsReadTwiceAsItIs) {
  Chain chain;
  chain.conv(8, 3, 1).append("relu");
  const ValueId before = chain.last();
  chain.conv(8, 3, 1).append("relu").append("add", {before});
  const Graph graph = chain.append("flatten", {}, {{"axis", int64_t{1}}}).dense(3).finish();
  const std::vector<Moment> moments = moments_of(graph, layers_of(graph), sample_of, 100);
  EXPECT_EQ(thinned(graph, moments, 0.5), graph);
}

TEST(Thinning, LeavesChannelsThatMeetOnTheWayAsTheyAre) {
  Chain chain;
  chain.conv(8, 3, 1).append("softmax", {}, {{"axis", int64_t{1}}});
  const Graph graph = chain.conv(4, 3, 1).finish();
  const std::vector<Moment> moments = moments_of(graph, layers_of(graph), sample_of, 100);
  EXPECT_EQ(thinned(graph, moments, 0.5), graph);
}

}  // namespace
}  // namespace mote
