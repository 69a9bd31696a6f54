// SPDX-License-Identifier: Apache-2.0
#include "cli/class_incremental.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/random.h"
#include "cli/learnable.h"
#include "learn/streaming_lda.h"
#include "passes/clean.h"
#include "train/train.h"

namespace mote {
namespace {

using Labels = std::vector<int32_t>;

// Samples of these classes by people who teach, or by those who do not; labels become places in
// `classes`.
Split part_of(const Dataset& dataset, const Split& split, const std::set<int32_t>& people,
              bool inside, const Labels& classes) {
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

// Every fourth of the training people.
std::set<int32_t> teachers_of(const Dataset& dataset) {
  const std::set<int32_t> people(dataset.train.person.begin(), dataset.train.person.end());
  std::set<int32_t> teachers;
  size_t place = 0;
  for (const int32_t person : people) {
    if (place++ % 4 == 2) teachers.insert(person);
  }
  return teachers;
}

void check(const Material& material) {
  const Dataset& dataset = material.dataset();
  if (material.network() == nullptr) {
    throw Error(ErrorCode::bad_model, "the model",
                "is not of an architecture that mote trains from labels",
                "train it with mote train --arch ... and give M.float.onnx");
  }
  if (dataset.train.person.empty() || teachers_of(dataset).empty() || dataset.test.size() == 0) {
    throw Error(ErrorCode::bad_data, dataset.name,
                "says of no window who was recorded, or has too few people or no test people",
                "the protocol needs people who train, others who teach and others who test");
  }
  if (dataset.classes.size() < 4) {
    throw Error(
        ErrorCode::bad_data, dataset.name,
        fmt::format("has {} classes, the protocol needs 4 at least", dataset.classes.size()));
  }
}

double share(int64_t part, int64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

// A network for the old classes, and all that its draws need.
struct Stage {
  Labels classes;  // the old ones first
  int32_t old_count = 0;
  Learnable model;
  StreamingLda known;  // what the generated code computes, in real numbers
  Split taught, test;  // labels are places in `classes`
  Rows taught_features, test_features;
};

class Protocol {
 public:
  Protocol(const Material& material, const Target& target, const ClassIncrementalRequest& request)
      : material_(material),
        all_(material.dataset()),
        target_(target),
        request_(request),
        teachers_(teachers_of(all_)),
        random_(request.seed) {}

  ClassIncremental run() {
    Progress progress("class sets", request_.sets);
    for (int64_t set = 0; set < request_.sets; set++) {
      const Stage stage = staged(set);
      const TemporaryFolder folder;
      const std::string library = write(stage, find_target("host"), folder);
      Learnt learnt{names_of(stage)};
      for (int64_t draw = 0; draw < request_.draws; draw++) {
        const Labels steps = drawn(stage);
        const auto outputs = replay(stage, library, steps);
        add(learnt, stage, steps, outputs);
        if (set == 0 && draw == 0) repeat_on_target(stage, steps, outputs);
      }
      result_.sets.push_back(learnt);
      progress.update(set + 1, fmt::format("{:.2f} % right", 100 * learnt.all));
    }
    result_.people = static_cast<int64_t>(teachers_.size());
    result_.mean = mean_of(result_.sets);
    return result_;
  }

 private:
  using Outputs = std::vector<std::vector<Tensor>>;

  Graph trained(const Dataset& base, const std::string& tag, int64_t set) const {
    TrainOptions options;
    options.epochs = static_cast<int>(request_.epochs);
    options.seed = request_.seed + static_cast<uint64_t>(set);
    if (request_.contrastive) options.unlabeled = &all_.train;
    if (!request_.models.empty()) {
      options.checkpoint = std::filesystem::path(request_.models) /
                           fmt::format("classes-{}-seed-{}.checkpoint", tag, options.seed);
      options.resume = true;
    }
    const TrainValidation split{base.train, split_validation(base).validation};
    Graph real = train(*material_.network(), base, split, options).graph;
    clean(real);
    return real;
  }

  Stage staged(int64_t set) {
    Labels classes(all_.classes.size());
    std::iota(classes.begin(), classes.end(), 0);
    random_.shuffle(classes);
    const auto old_count = static_cast<int32_t>(classes.size() / 2);
    std::sort(classes.begin(), classes.begin() + old_count);
    const Labels old(classes.begin(), classes.begin() + old_count);
    Dataset base = all_;
    base.classes.clear();
    for (const int32_t c : old) base.classes.push_back(all_.classes[static_cast<size_t>(c)]);
    base.train = part_of(all_, all_.train, teachers_, false, old);
    base.test = {};
    const Graph real = trained(base, fmt::format("{}", fmt::join(old, "-")), set);
    const auto more = static_cast<int64_t>(classes.size()) - old_count;
    Learnable model = learnable(quantize_on(real, base).graph, all_, base.train, all_.train,
                                {request_.features, more});
    StreamingLda known(last_outputs(model.graph, all_, base.train), base.train.y);
    Stage stage{classes,
                old_count,
                std::move(model),
                std::move(known),
                part_of(all_, all_.train, teachers_, true, classes),
                part_of(all_, all_.test, {}, false, classes),
                {},
                {}};
    stage.taught_features = last_outputs(stage.model.graph, all_, stage.taught);
    stage.test_features = last_outputs(stage.model.graph, all_, stage.test);
    return stage;
  }

  std::vector<std::string> names_of(const Stage& stage) const {
    std::vector<std::string> names;
    for (int32_t i = 0; i < stage.old_count; i++) {
      names.push_back(all_.classes[static_cast<size_t>(stage.classes[static_cast<size_t>(i)])]);
    }
    return names;
  }

  // Places in stage.taught: windows of the new classes, in random order.
  Labels drawn(const Stage& stage) {
    Labels chosen;
    for (auto c = stage.old_count; c < static_cast<int32_t>(stage.classes.size()); c++) {
      Labels own;
      for (size_t i = 0; i < stage.taught.y.size(); i++) {
        if (stage.taught.y[i] == c) own.push_back(static_cast<int32_t>(i));
      }
      random_.shuffle(own);
      own.resize(std::min(own.size(), static_cast<size_t>(request_.windows)));
      chosen.insert(chosen.end(), own.begin(), own.end());
    }
    random_.shuffle(chosen);
    return chosen;
  }

  std::string write(const Stage& stage, const Target& target, const TemporaryFolder& folder) const {
    const std::string library = (folder.path() / target.name).string();
    write_library(generate_library(stage.model.graph, "net", target, &stage.model.learning),
                  library);
    return library;
  }

  // The labelled windows, then all test windows without labels.
  Samples steps_of(const Stage& stage, const Labels& taught) const {
    Samples steps = split_samples(
        all_, select(all_, stage.taught, std::vector<int64_t>(taught.begin(), taught.end())),
        stage.model.graph);
    for (size_t i = 0; i < taught.size(); i++) {
      const auto at = static_cast<size_t>(taught[i]);
      steps.inputs[i].push_back({static_cast<double>(stage.taught.y[at]), -1});
    }
    for (std::vector<Tensor>& inputs : split_samples(all_, stage.test, stage.model.graph).inputs) {
      inputs.push_back({-1, -1});
      steps.inputs.push_back(std::move(inputs));
    }
    steps.labels.clear();
    steps.count = static_cast<int64_t>(steps.inputs.size());
    return steps;
  }

  Outputs replay(const Stage& stage, const std::string& library, const Labels& taught) const {
    return run_library(library, find_target("host"), steps_of(stage, taught), Mode::stream).outputs;
  }

  void add(Learnt& learnt, const Stage& stage, const Labels& taught, const Outputs& outputs) const {
    StreamingLda lda = stage.known;
    int64_t before = 0, old = 0, old_all = 0, fresh = 0, real = 0, nearest = 0;
    const auto count = static_cast<int64_t>(stage.test.y.size());
    for (int64_t i = 0; i < count; i++) {
      const int32_t wanted = stage.test.y[static_cast<size_t>(i)];
      if (wanted >= stage.old_count) continue;
      old_all++;
      before += lda.classify(stage.test_features.row(i)) == wanted;
    }
    for (const int32_t at : taught) {
      lda.learn(stage.taught_features.row(at), stage.taught.y[static_cast<size_t>(at)]);
    }
    lda.solve();
    for (int64_t i = 0; i < count; i++) {
      const int32_t wanted = stage.test.y[static_cast<size_t>(i)];
      const auto& decided = outputs[taught.size() + static_cast<size_t>(i)].back();
      const bool is_right = static_cast<int32_t>(decided[0]) == wanted;
      (wanted < stage.old_count ? old : fresh) += is_right ? 1 : 0;
      real += lda.classify(stage.test_features.row(i)) == wanted;
      nearest += lda.nearest_mean(stage.test_features.row(i)) == wanted;
    }
    const double weight = 1.0 / static_cast<double>(request_.draws);
    learnt.before += weight * share(before, old_all);
    learnt.all += weight * share(old + fresh, count);
    learnt.old += weight * share(old, old_all);
    learnt.fresh += weight * share(fresh, count - old_all);
    learnt.in_real_numbers += weight * share(real, count);
    learnt.nearest_mean += weight * share(nearest, count);
  }

  // The first steps again, which must give the same, and updates alone, to be counted.
  void repeat_on_target(const Stage& stage, const Labels& taught, const Outputs& outputs) {
    const TemporaryFolder folder;
    const std::string library = write(stage, target_, folder);
    Samples steps = steps_of(stage, taught);
    const auto limit = static_cast<int64_t>(taught.size()) + request_.checked;
    steps.count = std::min(steps.count, limit);
    steps.inputs.resize(static_cast<size_t>(steps.count));
    const TargetRun run = run_library(library, target_, steps, Mode::stream);
    for (size_t i = 0; i < run.outputs.size(); i++) {
      result_.differing += run.outputs[i] != outputs[i] ? 1 : 0;
    }
    result_.measured = run.measurement;
    result_.state_bytes = learnt_bytes(stage.model.learning.classes, request_.features);
    steps.count = static_cast<int64_t>(taught.size());
    steps.inputs.resize(taught.size());
    for (const LayerCount& layer :
         run_library(library, target_, steps, Mode::stream).measurement.layers) {
      (layer.op == "learning" ? result_.instructions_update : result_.instructions_run) +=
          layer.instructions;
    }
  }

  static Learnt mean_of(const std::vector<Learnt>& sets) {
    Learnt mean;
    for (const Learnt& one : sets) {
      for (double Learnt::*number : {&Learnt::before, &Learnt::all, &Learnt::old, &Learnt::fresh,
                                     &Learnt::in_real_numbers, &Learnt::nearest_mean}) {
        mean.*number += one.*number / static_cast<double>(sets.size());
      }
    }
    return mean;
  }

  const Material& material_;
  const Dataset& all_;
  const Target& target_;
  const ClassIncrementalRequest& request_;
  std::set<int32_t> teachers_;
  Random random_;
  ClassIncremental result_;
};

}  // namespace

ClassIncremental class_incremental(const Material& material, const Target& target,
                                   const ClassIncrementalRequest& request) {
  check(material);
  return Protocol(material, target, request).run();
}

}  // namespace mote
