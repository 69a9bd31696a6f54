// SPDX-License-Identifier: Apache-2.0
// data -> train -> clean -> quantize -> test: the first half of the road.
#pragma once

#include <string>

#include "cli/command.h"
#include "cli/model.h"

namespace mote {

struct TrainRequest {
  std::string arch;
  std::string task = "classify";
  int64_t epochs = 0;
  int64_t seed = 1;
  int64_t width = 100;  // percent of the network's channels and hidden neurons
  std::string checkpoint;
  bool resume = false;
};

struct TrainedModel {
  Graph real;                       // cleaned float graph
  Quantized integer;                // int8
  Score real_score, integer_score;  // on the test split, looked at once
  int epochs = 0;
  double validation_accuracy = 0;  // of the epoch kept
  double train_seconds = 0;
  int64_t parameters = 0, macs = 0;
};

// The network that suits samples of this kind.
std::string default_arch(const Dataset& dataset, const std::string& task);

// Throws missing_tool when mote was built without training.
TrainedModel train_model(const Dataset& dataset, const TrainRequest& request,
                         const Globals& globals);

}  // namespace mote
