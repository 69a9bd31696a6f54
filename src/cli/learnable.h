// SPDX-License-Identifier: Apache-2.0
// A model that has what its library needs to go on learning.
#pragma once

#include "cli/model.h"
#include "data/dataset.h"
#include "learn/streaming_lda.h"

namespace mote {

struct LearnableRequest {
  int64_t features = 32;
  int64_t more_classes = 4;           // beside the model's own
  bool last_layer_only = false;       // features of the last block alone
  int64_t one_in = 100;               // windows of normal running for one false alarm
  int64_t prior_count = kPriorCount;  // see StreamingLda
  bool nearest = false;               // by the nearest mean alone
};

// "classes=+4,ram=6KiB,features=32,alarms=1/100,nearest", each of them optional: classes to learn
// beside the model's own; what the memory may grow by, which takes features away until all fits; 8
// to 64 features; how many windows of normal running may be called unusual, from 1/2 to 1/1000; by
// the nearest mean, in a third of the memory.
// Throws bad_option, budget_impossible.
LearnableRequest parse_learnable(const std::string& text, int64_t own_classes);

struct Learnable {
  Graph graph;  // with features as its last output
  Learning learning;
};

// Of an int8 model. `labelled`: windows of the model's classes, which say where those lie;
// `unlabelled`: windows of anything, classes to come as well if they are at hand, which say which
// features are worth keeping. Throws bad_model when nothing in the model can be tapped.
Learnable learnable(const Graph& integer, const Dataset& dataset, const Split& labelled,
                    const Split& unlabelled, const LearnableRequest& request);

// The last output of a model for all samples, a row each, in real numbers; computed by its
// generated code on this machine.
Rows last_outputs(const Graph& graph, const Dataset& dataset, const Split& split);

}  // namespace mote
