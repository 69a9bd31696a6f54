// SPDX-License-Identifier: Apache-2.0
#include "train/take_weights.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "train/test_training.h"

namespace mote {
namespace {

Graph built(uint64_t seed, int64_t classes) {
  Random random(seed);
  const std::vector<float> mean(3, static_cast<float>(seed)), deviation(3, 1);
  Graph graph = build_tiny({{16, 3}, classes, mean, deviation, random});
  graph.meta["arch"] = "tiny";
  return graph;
}

TEST(TakeWeights, TakesAllButALastLayerOfOtherClasses) {
  const Graph from = built(1, 3);
  Graph same = built(2, 3);
  take_weights(same, from);
  EXPECT_TRUE(same == from);
  const Graph before = built(2, 5);
  Graph other = before;
  take_weights(other, from);
  for (size_t i = 0; i < other.values.size(); i++) {
    const Value& value = other.values[i];
    const bool is_last = value.is_constant && value.name.starts_with("dense");
    EXPECT_EQ(value.constant, (is_last ? before : from).values[i].constant) << value.name;
  }
}

void expect_refused(Graph graph, const Graph& from, const char* word) {
  try {
    take_weights(graph, from);
    ADD_FAILURE() << "took weights that do not fit: " << word;
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::bad_model);
    EXPECT_NE(error.message.find(word), std::string::npos) << error.message;
  }
}

TEST(TakeWeights, RefusesOtherNetworks) {
  const Graph from = built(1, 3);
  Graph other = from;
  other.meta["arch"] = "huge";
  expect_refused(from, other, "architecture huge");
  other.meta.erase("arch");
  expect_refused(from, other, "no architecture");
  other = from;
  other.meta["width"] = "0.5";
  expect_refused(from, other, "width 0.5");
  other = from;
  for (Value& value : other.values) {
    if (value.name == "norm1_scale") value.name = "folded";
  }
  expect_refused(from, other, "norm1_scale");
  other = from;
  for (Value& value : other.values) {
    if (value.name == "conv1_weights") value.shape = {6, 3, 5};
  }
  expect_refused(from, other, "6x3x5, expected 6x3x3");
}

TEST(TakeWeights, GiveATrainingItsBeginning) {
  const Dataset dataset = wave_dataset();
  const Trained first = finish(start(dataset, {.epochs = 12, .pretrain = true}));
  const Trained with = finish(start(dataset, {.epochs = 1, .from = &first.graph}));
  const Trained without = finish(start(dataset, {.epochs = 1}));
  EXPECT_FALSE(with.graph == without.graph);
  Graph other = first.graph;
  other.meta["arch"] = "mlp";
  EXPECT_THROW(start(dataset, {.from = &other}), Error);
}

}  // namespace
}  // namespace mote
