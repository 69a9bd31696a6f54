// SPDX-License-Identifier: Apache-2.0
// How good a network is beside the one it was made of.
#pragma once

#include <string_view>
#include <vector>

#include "cli/samples.h"

namespace mote {

// What "good" means follows from the model and from what is known of the samples:
//   accuracy   of a classifier, with labels: share of the samples it gets right
//   agreement  of a classifier, without: share for which its class is the float model's
//   fidelity   of anything else: 1 less the squared distance of the outputs over their variance;
//   for
//              detectors of the unusual half of the samples are made unusual
class Judge {
 public:
  // On these samples, some at least.
  Judge(const Graph& real, const Dataset& dataset, const Split& split);

  // One person's samples, or one sample where nobody knows whose it is.
  struct Group {
    int64_t samples = 0, right = 0;
  };
  struct Verdict {
    double quality = 0;              // at most 1
    std::vector<Group> groups = {};  // of an accuracy; in one order for all graphs
  };
  Verdict operator()(const Graph& graph) const;

  std::string_view quality() const;

  // The value of meta "task" that says so.
  std::string_view task() const;

  const Samples& samples() const { return samples_; }

 private:
  std::vector<Group> groups_of(const std::vector<int32_t>& predicted) const;

  enum class Quality { accuracy, agreement, fidelity };

  static Quality quality_of(const Graph& real, const Split& split);

  const bool detects_;
  const Quality quality_;
  Samples samples_;
  std::vector<int32_t> person_;  // of each sample, where known
  // Of the float model, whichever the quality needs:
  std::vector<int32_t> classes_;
  std::vector<Tensor> outputs_;
};

}  // namespace mote
