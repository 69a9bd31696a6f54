// SPDX-License-Identifier: Apache-2.0
// A graph that learns batch by batch, with torch behind this header.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "ir/graph.h"
#include "train/recipe.h"

namespace mote {

// Everything that changes while learning, as plain numbers: each array has one entry for each
// learnt element (weights and running statistics), in the executor's order.
struct LearnerState {
  std::vector<float> current, averaged;            // the elements and their running average
  std::vector<float> first_moment, second_moment;  // AdamW's
  int64_t steps = 0;

  bool operator==(const LearnerState&) const = default;
};

// Samples side by side and, for classification, their classes.
struct Batch {
  std::vector<float> x;
  std::vector<int32_t> y;
  int64_t count = 0;
};

class Learner {
 public:
  // The task is meta "task" of the graph: "classify" learns scores of classes by cross entropy,
  // weighted by class; "anomaly" learns to reconstruct the normalized input. With a teacher, a
  // float graph for the same input, the outputs learn from its outputs, too: recipe.taught says how
  // much (Hinton, Vinyals and Dean, 2015: "Distilling the knowledge in a neural network"). A second
  // output of the graph is the head of recipe.pretext.
  Learner(const Graph& graph, const Recipe& recipe, std::span<const float> class_weights,
          const Graph* teacher = nullptr);
  ~Learner();

  // What an operator draws at random in this epoch (dropout) depends on this seed alone.
  void begin_epoch(uint64_t seed);

  // Learns one batch; gives back its mean loss.
  double step(const Batch& batch, double rate);
  // The same with `views`, whose second half sees the samples of the first once more: the loss is
  // that of the batch, if it has samples, and recipe.pretext's. REQUIRES: a second output.
  double step(const Batch& batch, const Batch& views, double rate);

  // How good the averaged weights are. classify: share of the samples whose class has the highest
  // score; anomaly: negated mean squared error.
  double quality(const Batch& batch);
  // How good they are at recipe.pretext.
  double pretext_quality(const Batch& views);

  LearnerState state() const;
  void set_state(const LearnerState& state);

  // The graph with these learnt elements in it (LearnerState::averaged, say).
  Graph graph_with(std::span<const float> elements) const;

  // How many elements learn by gradient.
  int64_t weight_count() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace mote
