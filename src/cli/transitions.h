// SPDX-License-Identifier: Apache-2.0
// Rare classes learnt on a device, then continuous recordings of people it does not know.
#pragma once

#include "cli/material.h"
#include "cli/replay.h"
#include "data/metrics.h"

namespace mote {

struct TransitionsRequest : ReplayRequest {
  int64_t windows = 20;  // of each new class
  int64_t draws = 4;
};

// Of all test recordings, one way to decide; mean over draws.
struct Decided {
  double accuracy = 0, macro_f1 = 0, rare_f1 = 0;  // rare_f1: macro F1 of the new classes
  double changes_per_hour = 0;                     // of the class
};

struct Transitions {
  std::vector<std::string> known, fresh;
  Decided at_once, late;               // without the filter, with it
  double wanted_changes_per_hour = 0;  // of the labels
  double hours = 0;
  Confusion confusion;  // of the first draw, with the filter; known classes first
  Repetition repetition;
};

// Known from the start are classes with half of an equal share of the training windows or more; the
// network is trained on those of most training people. The generated code learns the others from
// windows of the remaining people, then takes the test people's recordings in order. Throws
// bad_data where no class is rare, or people or recordings are not known.
Transitions transitions(const Material& material, const Target& target,
                        const TransitionsRequest& request);

}  // namespace mote
