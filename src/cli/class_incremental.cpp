// SPDX-License-Identifier: Apache-2.0
#include "cli/class_incremental.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/error.h"
#include "base/progress.h"
#include "base/random.h"
#include "cli/replay.h"
#include "data/streams.h"
#include "learn/softmax_head.h"
#include "learn/streaming_lda.h"

namespace mote {
namespace {

using Labels = std::vector<int32_t>;

void check(const Material& material) {
  const Dataset& dataset = material.dataset();
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

// After which shares of the labelled windows the test windows are looked at.
constexpr double kLooks[] = {0, 0.05, 0.1, 0.25, 0.5, 1};

double share(int64_t part, int64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

// A network for the old classes, and all that its draws need.
struct Stage {
  Graph real;
  Dataset base;    // what it learnt from
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
        random_(static_cast<uint64_t>(request.seed)) {}

  ClassIncremental run() {
    Progress progress("class sets", request_.sets);
    for (int64_t set = 0; set < request_.sets; set++) {
      const Stage stage = staged(set);
      const ReplayLibrary library(stage.model, find_target("host"));
      LearntSet learnt{names_of(stage)};
      for (int64_t draw = 0; draw < request_.draws; draw++) {
        const std::vector<int64_t> taught =
            drawn_windows(stage.taught, stage.old_count, static_cast<int32_t>(stage.classes.size()),
                          request_.windows, random_);
        const Samples steps = steps_of(stage, taught);
        const StreamOutputs outputs = library.run(steps).outputs;
        add(learnt, stage, taught, outputs);
        if (request_.compares) compare(learnt, stage, taught);
        if (draw > 0) continue;
        if (request_.compares) learnt.from_scratch = from_scratch(stage, taught, set);
        look_over_time(stage, library, taught);
        if (set > 0) continue;
        const auto count = static_cast<int64_t>(taught.size());
        result_.repetition = repeated(stage.model, target_, steps, count + request_.steps, count);
        result_.state_bytes =
            learnt_bytes(stage.model.learning.classes, request_.features, request_.nearest);
      }
      result_.sets.push_back(learnt);
      progress.update(set + 1, fmt::format("{:.2f} % right", 100 * learnt.all));
    }
    result_.people = static_cast<int64_t>(teachers_.size());
    result_.mean = mean_of(result_.sets);
    return result_;
  }

 private:
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
    ReplayRequest training = request_;
    training.seed += set;
    const Graph real = trained_for_replay(*material_.network(), base, &all_,
                                          fmt::format("classes-{}", fmt::join(old, "-")), training);
    const auto more = static_cast<int64_t>(classes.size()) - old_count;
    Learnable model = learnable(
        quantize_on(real, base).graph, all_, base.train, all_.train,
        {.features = request_.features, .more_classes = more, .nearest = request_.nearest});
    StreamingLda known(last_outputs(model.graph, all_, base.train), base.train.y);
    Stage stage{real,
                base,
                classes,
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

  // The labelled windows, then all test windows without labels.
  Samples steps_of(const Stage& stage, const std::vector<int64_t>& taught) const {
    Samples steps;
    const Split labelled = select(all_, stage.taught, taught);
    const auto with_label = [&](int64_t i) {
      return StepWords{.label = labelled.y[static_cast<size_t>(i)]};
    };
    add_steps(all_, labelled, stage.model.graph, with_label, steps);
    const auto without = [](int64_t) { return StepWords(); };
    add_steps(all_, stage.test, stage.model.graph, without, steps);
    return steps;
  }

  void add(LearntSet& learnt, const Stage& stage, const std::vector<int64_t>& taught,
           const StreamOutputs& outputs) const {
    StreamingLda lda = stage.known;
    int64_t before = 0, old_all = 0, real = 0, nearest = 0;
    const auto count = static_cast<int64_t>(stage.test.y.size());
    for (int64_t i = 0; i < count; i++) {
      const int32_t wanted = stage.test.y[static_cast<size_t>(i)];
      if (wanted >= stage.old_count) continue;
      old_all++;
      before += lda.classify(stage.test_features.row(i)) == wanted;
    }
    for (const int64_t at : taught) {
      lda.learn(stage.taught_features.row(at), stage.taught.y[static_cast<size_t>(at)]);
    }
    lda.solve();
    for (int64_t i = 0; i < count; i++) {
      const int32_t wanted = stage.test.y[static_cast<size_t>(i)];
      real += lda.classify(stage.test_features.row(i)) == wanted;
      nearest += lda.nearest_mean(stage.test_features.row(i)) == wanted;
    }
    const double weight = 1.0 / static_cast<double>(request_.draws);
    learnt.before += weight * share(before, old_all);
    const LearntSoFar right = right_behind(stage, outputs, taught.size());
    learnt.all += weight * right.all;
    learnt.old += weight * right.old;
    learnt.fresh += weight * right.fresh;
    learnt.in_real_numbers += weight * share(real, count);
    learnt.nearest_mean += weight * share(nearest, count);
  }

  // What the generated code says of the test windows, which are the steps from `first` on.
  static LearntSoFar right_behind(const Stage& stage, const StreamOutputs& outputs, size_t first) {
    int64_t old = 0, old_all = 0, fresh = 0;
    const auto count = static_cast<int64_t>(stage.test.y.size());
    for (int64_t i = 0; i < count; i++) {
      const int32_t wanted = stage.test.y[static_cast<size_t>(i)];
      const auto& decided = outputs[first + static_cast<size_t>(i)].back();
      const bool is_right = static_cast<int32_t>(decided[0]) == wanted;
      old_all += wanted < stage.old_count ? 1 : 0;
      (wanted < stage.old_count ? old : fresh) += is_right ? 1 : 0;
    }
    return {static_cast<int64_t>(first), share(old + fresh, count), share(old, old_all),
            share(fresh, count - old_all)};
  }

  void look_over_time(const Stage& stage, const ReplayLibrary& library,
                      const std::vector<int64_t>& taught) {
    result_.over_time.resize(std::size(kLooks));
    const double weight = 1.0 / static_cast<double>(request_.sets);
    for (size_t i = 0; i < std::size(kLooks); i++) {
      const auto count =
          static_cast<std::ptrdiff_t>(kLooks[i] * static_cast<double>(taught.size()) + 0.5);
      const std::vector<int64_t> first(taught.begin(), taught.begin() + count);
      const StreamOutputs outputs = library.run(steps_of(stage, first)).outputs;
      const LearntSoFar right = right_behind(stage, outputs, first.size());
      LearntSoFar& sum = result_.over_time[i];
      sum.windows = right.windows;
      sum.all += weight * right.all;
      sum.old += weight * right.old;
      sum.fresh += weight * right.fresh;
    }
  }

  double from_scratch(const Stage& stage, const std::vector<int64_t>& taught, int64_t set) const {
    const Split labelled = select(all_, stage.taught, taught);
    Dataset base = stage.base;
    base.classes.clear();
    for (const int32_t c : stage.classes) {
      base.classes.push_back(all_.classes[static_cast<size_t>(c)]);
    }
    // The few windows as often as the old classes' many: else the network hardly learns them.
    const int64_t old_windows = stage.base.train.size() / stage.old_count;
    const int64_t times = std::max<int64_t>(1, old_windows / request_.windows);
    std::vector<const Split*> parts(static_cast<size_t>(times), &labelled);
    parts.push_back(&stage.base.train);
    base.train = joined(parts);
    ReplayRequest training = request_;
    training.seed += set;
    const Graph real =
        trained_for_replay(*material_.network(), base, &all_,
                           fmt::format("scratch-{}-{}", set, request_.windows), training);
    const Rows scores = last_outputs(quantize_on(real, base).graph, all_, stage.test);
    return share_right(stage, [&](int64_t i) {
      Eigen::Index best = 0;
      scores.row(i).maxCoeff(&best);
      return static_cast<int32_t>(best);
    });
  }

  // All six classes by the same labelled windows, in other ways.
  void compare(LearntSet& learnt, const Stage& stage, const std::vector<int64_t>& taught) const {
    const double weight = 1.0 / static_cast<double>(request_.draws);
    learnt.replay += weight * by_replay(stage, taught);
    learnt.last_block += weight * by_last_block(stage, taught);
  }

  double share_right(const Stage& stage, const std::function<int32_t(int64_t)>& classify) const {
    int64_t right = 0;
    for (int64_t i = 0; i < stage.test.size(); i++) {
      right += classify(i) == stage.test.y[static_cast<size_t>(i)] ? 1 : 0;
    }
    return share(right, stage.test.size());
  }

  double by_replay(const Stage& stage, const std::vector<int64_t>& taught) const {
    Random random(static_cast<uint64_t>(request_.seed));  // of its own: comparing changes no draw
    const std::vector<int64_t> stored =
        drawn_windows(stage.base.train, 0, stage.old_count, request_.windows, random);
    const Split old = select(all_, stage.base.train, stored);
    const Rows features = last_outputs(stage.model.graph, all_, old);
    Rows rows(features.rows() + static_cast<Eigen::Index>(taught.size()), features.cols());
    rows.topRows(features.rows()) = features;
    Labels labels = old.y;
    for (const int64_t at : taught) {
      rows.row(static_cast<Eigen::Index>(labels.size())) = stage.taught_features.row(at);
      labels.push_back(stage.taught.y[static_cast<size_t>(at)]);
    }
    const SoftmaxHead head(rows, labels, static_cast<int64_t>(stage.classes.size()));
    return share_right(stage, [&](int64_t i) { return head.classify(stage.test_features.row(i)); });
  }

  double by_last_block(const Stage& stage, const std::vector<int64_t>& taught) const {
    const Learnable last =
        learnable(quantize_on(stage.real, stage.base).graph, all_, stage.base.train, all_.train,
                  {.features = request_.features, .more_classes = 0, .last_layer_only = true});
    StreamingLda lda(last_outputs(last.graph, all_, stage.base.train), stage.base.train.y);
    const Split labelled = select(all_, stage.taught, taught);
    const Rows features = last_outputs(last.graph, all_, labelled);
    for (int64_t i = 0; i < labelled.size(); i++) {
      lda.learn(features.row(i), labelled.y[static_cast<size_t>(i)]);
    }
    lda.solve();
    const Rows test = last_outputs(last.graph, all_, stage.test);
    return share_right(stage, [&](int64_t i) { return lda.classify(test.row(i)); });
  }

  static LearntSet mean_of(const std::vector<LearntSet>& sets) {
    LearntSet mean;
    for (const LearntSet& one : sets) {
      for (double LearntSet::*number :
           {&LearntSet::before, &LearntSet::all, &LearntSet::old, &LearntSet::fresh,
            &LearntSet::in_real_numbers, &LearntSet::nearest_mean, &LearntSet::last_block,
            &LearntSet::replay, &LearntSet::from_scratch}) {
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
