// SPDX-License-Identifier: Apache-2.0
// Sensors that age, and a classifier that follows them on the device by a few labels, replayed.
#pragma once

#include <string>
#include <vector>

#include "cli/material.h"
#include "cli/replay.h"
#include "target/target.h"

namespace mote {

struct DriftRequest : ReplayRequest {
  int64_t networks = 3;                      // each trained with a seed of its own
  int64_t draws = 4;                         // of labelled samples, for each network
  std::vector<int64_t> labels{1, 3, 5, 10};  // of each class in each batch
  bool logarithms = false;                   // all numbers x become sign(x) log(1 + |x|) first
  bool retrained = false;  // networks also learn from scratch from the same labels
  int64_t checked = 15;    // samples of each batch that the target repeats
};

// Share of the samples of each batch that are classified rightly; a mean over networks and draws.
using ByBatch = std::vector<double>;

// With so many labels of each class and batch; these samples are not classified.
struct Relearnt {
  int64_t labels = 0;
  ByBatch learnt;           // by the generated code
  ByBatch in_real_numbers;  // by StreamingLda from the same features
  ByBatch retrained;        // by networks in real numbers, for the first draw; empty: not asked for
};

struct Drift {
  std::vector<int32_t> batches;  // the first one is there to choose settings by
  // Without labels; these networks compute in real numbers.
  ByBatch frozen;
  ByBatch restandardized;  // each batch having the mean and deviation of the training samples
  std::vector<Relearnt> relearnt;
  int64_t state_bytes = 0;
  Repetition repetition;  // on the target, a part of the stream for one number of labels
};

// All but the first one count.
double mean_of_later(const ByBatch& accuracies);

// Networks are trained on the training samples. The generated code then meets one batch of test
// samples after the other; in each it forgets where a class lies, learns it anew from its labelled
// samples, and classifies the others. Throws bad_data where no batches are known or a class has
// nothing to train on, missing_tool, interrupted.
Drift drift(const Material& material, const Target& target, const DriftRequest& request);

}  // namespace mote
