// SPDX-License-Identifier: Apache-2.0
// New classes learnt on a device from a few windows of a few people, replayed.
#pragma once

#include <string>
#include <vector>

#include "cli/material.h"
#include "cli/replay.h"
#include "target/target.h"

namespace mote {

struct ClassIncrementalRequest : ReplayRequest {
  int64_t sets = 5;       // of classes that are known from the start: half of them, at random
  int64_t draws = 4;      // of windows that are learnt, for each of these
  int64_t windows = 20;   // of each new class
  bool compares = false;  // with other ways to learn the same
};

// Mean over draws, all on test people.
struct LearntSet {
  std::vector<std::string> old_classes;          // of the set
  double before = 0;                             // old classes among themselves
  double all = 0, old = 0, fresh = 0;            // afterwards, among all classes
  double in_real_numbers = 0, nearest_mean = 0;  // `all` by other classifiers on the same features
  // `all`, where asked for: by the same classifier on features of the last block; by a last layer
  // trained on the labelled windows and as many stored ones of each old class; by a whole network
  // trained from scratch on the labelled windows of the first draw and all of the old classes.
  double last_block = 0, replay = 0, from_scratch = 0;
};

// After so many labelled windows; mean over the sets, first draw of each.
struct LearntSoFar {
  int64_t windows = 0;
  double all = 0, old = 0, fresh = 0;
};

struct ClassIncremental {
  std::vector<LearntSet> sets;
  LearntSet mean;
  std::vector<LearntSoFar> over_time;
  int64_t people = 0;  // who teach; the others train the network
  int64_t state_bytes = 0;
  Repetition repetition;  // on the target, of the first draw
};

// For each set a network is trained on the old classes of three quarters of the training people;
// the generated code learns the others from windows of the remaining people and then classifies all
// windows of the test people. Throws bad_data without people or with fewer than four classes,
// missing_tool, interrupted.
ClassIncremental class_incremental(const Material& material, const Target& target,
                                   const ClassIncrementalRequest& request);

}  // namespace mote
