// SPDX-License-Identifier: Apache-2.0
// data -> train -> clean -> quantize -> test: the first half of the road.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/model.h"
#include "train/train.h"

namespace mote {

struct TrainRequest {
  std::string arch;
  std::string task = "classify";
  int64_t epochs = 0;
  int64_t seed = 1;
  int64_t width = 100;    // percent of the network's channels and hidden neurons
  int64_t rotation = -1;  // degrees by which samples are turned; -1: what suits the network
  std::string checkpoint;
  bool resume = false;
  std::vector<std::string> unlabeled = {};  // data sets or arrays that join without labels
  std::string pretext = "contrastive";      // what those teach; or masked
  std::string from = {};                    // a pretrained model to begin with
};

// Of TrainRequest's rotation; nothing where the network decides.
std::optional<double> radians(int64_t rotation);

struct TrainedModel {
  Graph real;                       // cleaned float graph
  Quantized integer;                // int8
  Score real_score, integer_score;  // on the test split, looked at once
  std::vector<Epoch> epochs = {};
  double train_seconds = 0;
  int64_t parameters = 0, macs = 0;
  int64_t unlabeled = 0;  // samples that joined without labels
};

// What --task pretrain makes: no layer is folded or quantized, so that training can go on.
struct PretrainedModel {
  Graph real;
  std::vector<Epoch> epochs = {};
  double train_seconds = 0;
  int64_t parameters = 0, macs = 0;  // of the clean network
};

// The network that suits samples of this kind.
std::string default_arch(const Dataset& dataset, const std::string& task);

// Both throw missing_tool when mote was built without training.
TrainedModel train_model(const Dataset& dataset, const TrainRequest& request,
                         const Globals& globals);
PretrainedModel pretrain_model(const Dataset& dataset, const TrainRequest& request,
                               const Globals& globals);

}  // namespace mote
