// SPDX-License-Identifier: Apache-2.0
// Trains a Graph on a data set with libtorch, which stays behind this header.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "ir/graph.h"
#include "train/network.h"

namespace mote {

// What is learnt without labels.
enum class Pretext {
  contrastive,  // which views are of the same sample
  masked,       // what was hidden
};

struct TrainOptions {
  int epochs = 0;  // 0: the network's default
  uint64_t seed = 1;
  double width = 1;                         // times the network's channels and hidden neurons
  std::optional<double> rotation_rad = {};  // Augmentation's; by default what suits the network
  std::filesystem::path checkpoint = {};    // written after every epoch; empty: none
  bool resume = false;                      // continue from `checkpoint` when it is there
  // Samples of the data set's shape whose labels are ignored: they join through the loss of a
  // pretext task (recipe.h). An epoch then sees all of them and all labelled ones, whichever are
  // fewer several times. Must outlive training.
  const Split* unlabeled = nullptr;
  bool pretrain = false;  // that loss alone: labels are ignored everywhere
  Pretext pretext = Pretext::contrastive;
  const Graph* from = nullptr;  // weights to begin with, of this architecture (take_weights.h)
};

struct Epoch {
  double loss;                 // mean training loss
  double validation_accuracy;  // classify: fraction right; anomaly: negated reconstruction loss;
                               // pretrain: PretextTask says what
  double seconds;
};

struct Trained {
  Graph graph;  // of the last epoch; batch norm still in it
  std::vector<Epoch> epochs;
  double seconds = 0;
};

bool can_train();

// What has to train calls it first: a program without torch (bin/mote) is replaced by the one with
// it (bin/mote-with-torch), which runs the same command from its beginning. Throws missing_tool
// when that is not there.
void need_training();

// `split`: of the training samples. Same data, options and machine -> the same weights, interrupted
// and resumed or not. Throws interrupted after Ctrl-C when the checkpoint of the last whole epoch
// has been kept; bad_option when a checkpoint belongs to another run.
// Without labels: bad_option for networks that learn no classes, shape_mismatch, bad_data (one
// sample); bad_model when options.from does not fit.
Trained train(const NetworkDef& network, const Dataset& dataset, const TrainValidation& split,
              const TrainOptions& options);

// Runs a float graph with torch on samples side by side; for checking against evaluate().
std::vector<float> torch_evaluate(const Graph& graph, const std::vector<float>& samples,
                                  int64_t count);

}  // namespace mote
