// SPDX-License-Identifier: Apache-2.0
// What a model is compressed with: the float model, samples it learns from, samples that judge it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/judge.h"
#include "cli/model.h"
#include "data/dataset.h"
#include "train/network.h"

namespace mote {

class Material {
 public:
  // A data set, or arrays: X.npy for the model's only input and, perhaps, the class of each sample.
  struct Options {
    std::string model, data;
    std::vector<std::string> inputs;
    std::string labels;
  };

  // Throws bad_model when there is nothing to compress, bad_data when there are too few samples.
  static Material read(const Options& options);

  // Its meta "task" says what the judge judges.
  const Graph& real() const { return real_; }
  const Judge& judge() const { return judge_; }
  const Dataset& dataset() const { return dataset_; }

  // Calibration: inputs of the float model.
  int64_t calibration_count() const { return calibration_.size(); }
  std::vector<Tensor> sample(int64_t index) const;

  // A float graph made of the real one: in int8; after so many passes over the training samples.
  Graph quantized(const Graph& graph) const;
  Graph tuned(const Graph& graph, int epochs, uint64_t seed) const;
  // The same over all samples, those that judge included: for a choice that is made.
  Graph tuned_on_all(const Graph& graph, int epochs, uint64_t seed) const;

  // The architecture that the model is of, if it is one of ours that learns these classes.
  const NetworkDef* network() const;

  // Another model of that architecture, which learnt from the first part and is judged on the
  // second. With a checkpoint what it has learnt is kept there, and goes on from there. Throws
  // interrupted; bad_option when the checkpoint is of another model. REQUIRES: network().
  Material trained_on(const TrainValidation& split, uint64_t seed,
                      const std::filesystem::path& checkpoint = {}) const;

  // On the test split; nothing where there is none.
  std::optional<Score> tested(const Graph& graph) const;

 private:
  Material(Graph real, Dataset dataset, TrainValidation split);
  Graph tuned_on(const Split& samples, const Graph& graph, int epochs, uint64_t seed) const;

  Graph real_;
  Dataset dataset_;
  TrainValidation split_;
  Split calibration_;
  Judge judge_;
};

}  // namespace mote
