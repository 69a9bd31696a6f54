// SPDX-License-Identifier: Apache-2.0
// What the protocols of mote learn have in common: networks to begin with, streams of steps through
// their generated code, here and on a target.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/random.h"
#include "cli/learnable.h"
#include "cli/samples.h"
#include "emulate/emulate.h"
#include "target/target.h"
#include "train/network.h"

namespace mote {

using StreamOutputs = std::vector<std::vector<Tensor>>;  // [step][output]

// What every protocol is asked; the rest is its own.
struct ReplayRequest {
  int64_t features = 32;     // to learn from
  int64_t epochs = 0;        // of the networks; 0: the architecture's default
  int64_t rotation = -1;     // degrees, as TrainRequest has it
  bool nearest = false;      // learn by the nearest mean alone
  bool labels_only = false;  // no contrastive loss on windows without labels
  std::string models;        // folder that keeps the networks as checkpoints; empty: none
  int64_t steps = 100;       // of a stream that the target repeats
  int64_t seed = 1;          // of the draws and of the training
};

// Learns from all training samples of `base`; float. The contrastive loss takes those of
// `unlabelled`, too, unless null. `tag` names its checkpoint. Throws interrupted.
Graph trained_for_replay(const NetworkDef& network, const Dataset& base, const Dataset* unlabelled,
                         const std::string& tag, const ReplayRequest& request);

// Every fourth of the training people: those who teach, while the others train the network.
std::set<int32_t> teachers_of(const Dataset& dataset);

// Samples of these classes by people inside the set, or by those outside; labels become places in
// `classes`.
Split part_of(const Dataset& dataset, const Split& split, const std::set<int32_t>& people,
              bool inside, const std::vector<int32_t>& classes);

// Places of so many windows of each class from `first` on, drawn at random, in random order.
std::vector<int64_t> drawn_windows(const Split& split, int32_t first, int32_t classes,
                                   int64_t windows, Random& random);

// What one step has beside its window.
struct StepWords {
  int32_t label = -1;   // to be learnt; -1: none
  int32_t forget = -1;  // class; -1: none
  bool is_gap = false;
  bool own_output = false;  // the network's own output says the class
};

// The step's numbers behind its window.
Tensor step_numbers(const StepWords& words);

// Appends windows of a split as steps of a stream; words(i): those of window i.
void add_steps(const Dataset& dataset, const Split& split, const Graph& graph,
               const std::function<StepWords(int64_t)>& words, Samples& steps);

// A generated library that lasts as long as this.
class ReplayLibrary {
 public:
  // REQUIRES: model and target outlive it.
  ReplayLibrary(const Learnable& model, const Target& target);

  TargetRun run(const Samples& steps) const;

 private:
  TemporaryFolder folder_;
  std::string path_;
  const Target& target_;
};

// The classes decided for the windows from step `first` on: at once, or `delay` steps later. The
// last windows before a gap are never decided late, and keep what was decided at once.
std::vector<int32_t> decided_classes(const StreamOutputs& outputs, size_t first,
                                     const std::vector<bool>& is_gap, int64_t delay);

// A stream on this machine and on a target.
struct Repetition {
  Measurement measured;
  int64_t differing = 0;                                 // steps that differ from this machine's
  double instructions_run = 0, instructions_update = 0;  // an update: classify, learn, solve
  double instructions_learn = 0;                         // of that: a window joins what was learnt
};

// Runs so many steps here and there, the stream again and again if it has fewer; counts
// instructions over the first of them, `counted`. Throws missing_tool.
Repetition repeated(const Learnable& model, const Target& target, const Samples& steps,
                    int64_t count, int64_t counted);

}  // namespace mote
