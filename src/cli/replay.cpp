// SPDX-License-Identifier: Apache-2.0
#include "cli/replay.h"

#include <algorithm>

#include "cli/train_model.h"
#include "data/streams.h"
#include "passes/clean.h"
#include "train/train.h"

namespace mote {
namespace {

// So many steps; where there are fewer the stream begins again.
Samples first_of(const Samples& steps, int64_t count) {
  Samples first;
  first.count = count;
  for (int64_t i = 0; i < count; i++) {
    first.inputs.push_back(steps.inputs[static_cast<size_t>(i % steps.count)]);
  }
  return first;
}

}  // namespace

Graph trained_for_replay(const NetworkDef& network, const Dataset& base, const Dataset* unlabelled,
                         const std::string& tag, const ReplayRequest& request) {
  TrainOptions options;
  options.epochs = static_cast<int>(request.epochs);
  options.seed = static_cast<uint64_t>(request.seed);
  options.rotation_rad = radians(request.rotation);
  if (unlabelled != nullptr && !request.labels_only) options.unlabeled = &unlabelled->train;
  if (!request.models.empty()) {
    options.checkpoint = std::filesystem::path(request.models) /
                         fmt::format("{}-seed-{}.checkpoint", tag, options.seed);
    options.resume = true;
  }
  const TrainValidation split{base.train, split_validation(base).validation};
  Graph real = train(network, base, split, options).graph;
  clean(real);
  return real;
}

Split part_of(const Dataset& dataset, const Split& split, const std::set<int32_t>& people,
              bool inside, const std::vector<int32_t>& classes) {
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < split.size(); i++) {
    const auto at = static_cast<size_t>(i);
    if (people.contains(split.person[at]) == inside &&
        std::count(classes.begin(), classes.end(), split.y[at]) > 0) {
      indices.push_back(i);
    }
  }
  Split chosen = select(dataset, split, indices);
  for (int32_t& y : chosen.y) {
    y = static_cast<int32_t>(std::find(classes.begin(), classes.end(), y) - classes.begin());
  }
  return chosen;
}

std::set<int32_t> teachers_of(const Dataset& dataset) {
  std::set<int32_t> teachers;
  size_t place = 0;
  for (const int32_t person : people_of(dataset.train)) {
    if (place++ % 4 == 2) teachers.insert(person);
  }
  return teachers;
}

std::vector<int64_t> drawn_windows(const Split& split, int32_t first, int32_t classes,
                                   int64_t windows, Random& random) {
  std::vector<int64_t> chosen;
  for (int32_t c = first; c < classes; c++) {
    std::vector<int64_t> own;
    for (int64_t i = 0; i < split.size(); i++) {
      if (split.y[static_cast<size_t>(i)] == c) own.push_back(i);
    }
    random.shuffle(own);
    own.resize(std::min(own.size(), static_cast<size_t>(windows)));
    chosen.insert(chosen.end(), own.begin(), own.end());
  }
  random.shuffle(chosen);
  return chosen;
}

Tensor step_numbers(const StepWords& words) {
  return {static_cast<double>(words.label), static_cast<double>(words.forget),
          words.is_gap ? 1.0 : 0.0, words.own_output ? 1.0 : 0.0};
}

void add_steps(const Dataset& dataset, const Split& split, const Graph& graph,
               const std::function<StepWords(int64_t)>& words, Samples& steps) {
  Samples windows = split_samples(dataset, split, graph);
  for (int64_t i = 0; i < windows.count; i++) {
    std::vector<Tensor>& inputs = windows.inputs[static_cast<size_t>(i)];
    inputs.push_back(step_numbers(words(i)));
    steps.inputs.push_back(std::move(inputs));
  }
  steps.count = static_cast<int64_t>(steps.inputs.size());
}

ReplayLibrary::ReplayLibrary(const Learnable& model, const Target& target)
    : path_((folder_.path() / "library").string()), target_(target) {
  write_library(generate_library(model.graph, "net", target, &model.learning), path_);
}

TargetRun ReplayLibrary::run(const Samples& steps) const {
  return run_library(path_, target_, steps, Mode::stream);
}

std::vector<int32_t> decided_classes(const StreamOutputs& outputs, size_t first,
                                     const std::vector<bool>& is_gap, int64_t delay) {
  std::vector<int32_t> classes;
  for (size_t i = 0; i < is_gap.size(); i++) {
    const size_t later = i + static_cast<size_t>(delay);
    bool is_late = delay > 0 && later < is_gap.size();
    for (size_t k = i + 1; is_late && k <= later; k++) is_late = !is_gap[k];
    const Tensor& decided = outputs[first + (is_late ? later : i)].back();
    classes.push_back(static_cast<int32_t>(decided[is_late ? 1 : 0]));
  }
  return classes;
}

Repetition repeated(const Learnable& model, const Target& target, const Samples& steps,
                    int64_t count, int64_t counted) {
  const ReplayLibrary library(model, target);
  const Samples first = first_of(steps, count);
  const StreamOutputs wanted = ReplayLibrary(model, find_target("host")).run(first).outputs;
  const TargetRun run = library.run(first);
  Repetition result;
  for (size_t i = 0; i < run.outputs.size(); i++) {
    result.differing += run.outputs[i] != wanted[i] ? 1 : 0;
  }
  result.measured = run.measurement;
  for (const LayerCount& layer : library.run(first_of(steps, counted)).measurement.layers) {
    (layer.op == "learning" ? result.instructions_update : result.instructions_run) +=
        layer.instructions;
    if (layer.op == "learning" && layer.name == "learn") {
      result.instructions_learn += layer.instructions;
    }
  }
  return result;
}

}  // namespace mote
