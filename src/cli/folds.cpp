// SPDX-License-Identifier: Apache-2.0
#include "cli/folds.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "base/parallel.h"
#include "compress/assemble.h"
#include "compress/thin.h"

namespace mote {
namespace {

// The same choices for another model.
Start start_of(const Material& material, const Start& start) {
  const auto sample = [&](int64_t i) { return material.sample(i); };
  const int64_t count = material.calibration_count();
  Start own{start.name, material.real(), start.choices};
  std::vector<Layer> layers = layers_of(own.graph);
  own.graph = thinned_like(own.graph, moments_of(own.graph, layers, sample, count), start.graph);
  layers = layers_of(own.graph);
  const std::vector<Moment> moments = moments_of(own.graph, layers, sample, count);
  for (size_t i = 0; i < layers.size(); i++) {
    own.choices[i].layer = layers[i];
    own.choices[i].moment = moments[i];
  }
  return own;
}

// On some of the samples that judge it.
double error_on_others(const Material& material, const Graph& graph) {
  constexpr int64_t most = 600;
  const std::vector<std::vector<Tensor>>& inputs = material.judge().samples().inputs;
  const auto all = static_cast<int64_t>(inputs.size());
  const int64_t count = std::min(all, most);
  const auto sample = [&](int64_t i) { return inputs[static_cast<size_t>(i * all / count)]; };
  return output_error(material.real(), graph, sample, 0, count);
}

}  // namespace

FoldLoss loss_between(const std::vector<Judge::Group>& before,
                      const std::vector<Judge::Group>& after) {
  const auto lost = [&](size_t i) { return static_cast<double>(before[i].right - after[i].right); };
  const auto groups = static_cast<double>(before.size());
  FoldLoss loss;
  double samples = 0, squares = 0;
  for (size_t i = 0; i < before.size(); i++) {
    samples += static_cast<double>(before[i].samples);
    loss.quality += lost(i);
  }
  loss.quality /= samples;
  for (size_t i = 0; i < before.size(); i++) {
    const double beyond = lost(i) - loss.quality * static_cast<double>(before[i].samples);
    squares += beyond * beyond;
  }
  // Of a ratio of sums (Cochran 1977, "Sampling Techniques", section 6.4).
  if (groups > 1) loss.doubt = std::sqrt(squares * groups / (groups - 1)) / samples;
  return loss;
}

void Folds::check(const Material& material) {
  if (material.network() != nullptr) return;
  throw Error(ErrorCode::bad_option, "--folds",
              "needs labels and a model of an architecture that mote trains",
              "leave it out, or train the model with mote train --arch ...");
}

Folds::Folds(const Material& material, int64_t count, uint64_t seed, const std::string& folder) {
  for (const TrainValidation& split : split_folds(material.dataset(), count)) {
    std::filesystem::path checkpoint;
    if (!folder.empty()) {
      checkpoint = std::filesystem::path(folder) /
                   fmt::format("fold-{}-of-{}-seed-{}.checkpoint", folds_.size() + 1, count, seed);
    }
    Material own = material.trained_on(split, seed, checkpoint);
    std::vector<Judge::Group> right = own.judge()(own.quantized(own.real())).groups;
    folds_.push_back({std::move(own), std::move(right)});
  }
}

FoldLoss Folds::loss(const Start& start, const Assignment& assignment, int64_t epochs,
                     uint64_t seed) {
  struct Lost {
    std::vector<Judge::Group> right;
    double error = 0;
  };
  const auto lost = [&](Fold& fold) {
    const Material& material = fold.material;
    const auto sample = [&](int64_t i) { return material.sample(i); };
    const auto known = fold.starts.find(&start);
    const Start& own = known != fold.starts.end()
                           ? known->second
                           : fold.starts.emplace(&start, start_of(material, start)).first->second;
    Graph graph =
        assembled(own.graph, own.choices, assignment, sample, material.calibration_count());
    if (epochs > 0) graph = material.tuned(graph, static_cast<int>(epochs), seed);
    return Lost{material.judge()(material.quantized(graph)).groups,
                error_on_others(material, graph)};
  };
  std::vector<Lost> losses(folds_.size());
  parallel_ranges(static_cast<int64_t>(folds_.size()), [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); i++) {
      losses[i] = lost(folds_[i]);
    }
  });
  std::vector<Judge::Group> before, after;
  double error = 0;
  for (size_t i = 0; i < folds_.size(); i++) {
    before.insert(before.end(), folds_[i].right.begin(), folds_[i].right.end());
    after.insert(after.end(), losses[i].right.begin(), losses[i].right.end());
    error += losses[i].error / static_cast<double>(folds_.size());
  }
  FoldLoss mean = loss_between(before, after);
  mean.error = error;
  return mean;
}

}  // namespace mote
