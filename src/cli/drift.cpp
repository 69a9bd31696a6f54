// SPDX-License-Identifier: Apache-2.0
#include "cli/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "base/error.h"
#include "base/progress.h"
#include "base/random.h"
#include "cli/replay.h"
#include "data/statistics.h"
#include "data/streams.h"
#include "learn/streaming_lda.h"

namespace mote {
namespace {

using Indices = std::vector<int64_t>;

void check(const Material& material) {
  const Dataset& dataset = material.dataset();
  const std::set<int32_t> batches(dataset.test.batch.begin(), dataset.test.batch.end());
  if (batches.size() < 2) {
    throw Error(ErrorCode::bad_data, dataset.name,
                fmt::format("has {} batches to test on, the protocol needs 2 at least: one to "
                            "choose by and one to report",
                            batches.size()),
                "a folder with X.npy, gas.npy and batch.npy says when samples are from");
  }
  const std::set<int32_t> trained(dataset.train.y.begin(), dataset.train.y.end());
  if (trained.size() == dataset.classes.size()) return;
  throw Error(ErrorCode::bad_data, dataset.name,
              fmt::format("trains {} of {} classes, the protocol needs all", trained.size(),
                          dataset.classes.size()));
}

Dataset with_logarithms(Dataset dataset) {
  for (Split* split : {&dataset.train, &dataset.test}) {
    for (float& x : split->x) x = std::copysign(std::log1p(std::abs(x)), x);
  }
  return dataset;
}

// A batch as if its channels had the mean and deviation of the training samples.
Split restandardized(const Dataset& dataset, Split batch) {
  const ChannelStatistics to = channel_statistics(dataset, dataset.train);
  const ChannelStatistics from = channel_statistics(dataset, batch);
  for (size_t i = 0; i < batch.x.size(); i++) {
    const size_t c = i % to.mean.size();
    batch.x[i] = (batch.x[i] - from.mean[c]) / from.deviation[c] * to.deviation[c] + to.mean[c];
  }
  return batch;
}

// Of the stream: a test sample, what it says (-1: nothing), its batch's place.
struct Step {
  int64_t sample = 0;
  int32_t label = -1, forgotten = -1;
  size_t batch = 0;

  bool is_test() const { return label < 0; }
};

// Counts what is right, batch by batch.
class Tally {
 public:
  explicit Tally(size_t batches) : right_(batches), all_(batches) {}

  void add(size_t batch, bool is_right) {
    right_[batch] += is_right ? 1 : 0;
    all_[batch]++;
  }

  // mean += weight * shares
  void add_to(ByBatch& mean, double weight) const {
    mean.resize(all_.size());
    for (size_t b = 0; b < all_.size(); b++) {
      if (all_[b] > 0) mean[b] += weight * right_[b] / all_[b];
    }
  }

 private:
  std::vector<double> right_, all_;
};

struct Stage {
  int64_t seed = 0;
  Graph network;  // in real numbers
  Learnable model;
  StreamingLda known;  // what the generated code computes, in real numbers
  Rows features;       // of all test samples
};

class Protocol {
 public:
  Protocol(const Material& material, const Target& target, const DriftRequest& request)
      : material_(material),
        all_(request.logarithms ? with_logarithms(material.dataset()) : material.dataset()),
        target_(target),
        request_(request),
        random_(static_cast<uint64_t>(request.seed)) {
    const std::set<int32_t> batches(all_.test.batch.begin(), all_.test.batch.end());
    result_.batches.assign(batches.begin(), batches.end());
    for (const int64_t labels : request.labels) result_.relearnt.push_back({labels, {}, {}, {}});
  }

  Drift run() {
    Progress progress("networks", request_.networks);
    for (int64_t i = 0; i < request_.networks; i++) {
      const Stage stage = staged(request_.seed + i);
      add_without_labels(stage);
      const ReplayLibrary library(stage.model, find_target("host"));
      for (Relearnt& relearnt : result_.relearnt) follow(stage, library, relearnt);
      if (i == 0) repeat_on_target(stage);
      progress.update(i + 1);
    }
    return result_;
  }

 private:
  Graph trained(const Dataset& base, const std::string& checkpoints, int64_t seed) const {
    ReplayRequest training = request_;
    training.models = checkpoints;
    training.seed = seed;
    const char* const scaling = request_.logarithms ? "log" : "linear";
    return trained_for_replay(*material_.network(), base, nullptr, fmt::format("drift-{}", scaling),
                              training);
  }

  Stage staged(int64_t seed) const {
    Graph network = trained(all_, request_.models, seed);
    Learnable model =
        learnable(quantize_on(network, all_).graph, all_, all_.train, all_.train,
                  {.features = request_.features, .more_classes = 0, .prior_count = kReplaced});
    StreamingLda known(last_outputs(model.graph, all_, all_.train), all_.train.y, kReplaced);
    Rows features = last_outputs(model.graph, all_, all_.test);
    return {seed, std::move(network), std::move(model), std::move(known), std::move(features)};
  }

  Indices members(size_t batch) const {
    Indices found;
    for (int64_t i = 0; i < all_.test.size(); i++) {
      if (all_.test.batch[static_cast<size_t>(i)] == result_.batches[batch]) found.push_back(i);
    }
    return found;
  }

  void tally(const Graph& graph, const Split& split, size_t batch, Tally& tally) const {
    const Samples samples = split_samples(all_, split, graph);
    const std::vector<int32_t> predicted =
        score(graph, samples, evaluate_all(graph, samples)).predicted;
    for (size_t i = 0; i < predicted.size(); i++) tally.add(batch, predicted[i] == split.y[i]);
  }

  void add_without_labels(const Stage& stage) {
    Tally frozen(result_.batches.size()), rescaled = frozen;
    for (size_t b = 0; b < result_.batches.size(); b++) {
      const Split batch = select(all_, all_.test, members(b));
      tally(stage.network, batch, b, frozen);
      tally(stage.network, restandardized(all_, batch), b, rescaled);
    }
    const double weight = 1.0 / static_cast<double>(request_.networks);
    frozen.add_to(result_.frozen, weight);
    rescaled.add_to(result_.restandardized, weight);
  }

  int32_t class_of(int64_t sample) const { return all_.test.y[static_cast<size_t>(sample)]; }

  // Labelled samples of each class that the batch has, at random, then all others. One of a class
  // stays without a label at least.
  void draw_steps(size_t batch, int64_t labels, std::vector<Step>& steps) {
    Indices rest = members(batch);
    random_.shuffle(rest);
    for (int32_t c = 0; c < static_cast<int32_t>(all_.classes.size()); c++) {
      const auto is_own = [&](int64_t i) { return class_of(i) == c; };
      const int64_t most = std::count_if(rest.begin(), rest.end(), is_own) - 1;
      int64_t taken = 0;
      std::erase_if(rest, [&](int64_t i) {
        if (!is_own(i) || taken == std::min(labels, most)) return false;
        steps.push_back({i, c, taken == 0 ? c : -1, batch});
        return ++taken > 0;
      });
    }
    for (const int64_t i : rest) steps.push_back({i, -1, -1, batch});
  }

  std::vector<Step> drawn(int64_t labels) {
    std::vector<Step> steps;
    for (size_t b = 0; b < result_.batches.size(); b++) draw_steps(b, labels, steps);
    return steps;
  }

  Samples samples_of(const Stage& stage, const std::vector<Step>& steps) const {
    Samples samples{static_cast<int64_t>(steps.size()), {}, {}};
    for (const Step& step : steps) {
      samples.inputs.push_back({sample_tensor(all_, all_.test, step.sample, stage.model.graph),
                                step_numbers({.label = step.label, .forget = step.forgotten})});
    }
    return samples;
  }

  void follow(const Stage& stage, const ReplayLibrary& library, Relearnt& relearnt) {
    const double weight = 1.0 / static_cast<double>(request_.networks * request_.draws);
    for (int64_t draw = 0; draw < request_.draws; draw++) {
      const std::vector<Step> steps = drawn(relearnt.labels);
      const StreamOutputs outputs = library.run(samples_of(stage, steps)).outputs;
      Tally learnt(result_.batches.size());
      for (size_t i = 0; i < steps.size(); i++) {
        const auto decided = static_cast<int32_t>(outputs[i].back()[0]);
        if (steps[i].is_test()) learnt.add(steps[i].batch, decided == class_of(steps[i].sample));
      }
      learnt.add_to(relearnt.learnt, weight);
      in_real_numbers(stage, steps).add_to(relearnt.in_real_numbers, weight);
      if (draw > 0 || !request_.retrained) continue;
      retrained(stage, steps)
          .add_to(relearnt.retrained, 1.0 / static_cast<double>(request_.networks));
    }
  }

  Tally in_real_numbers(const Stage& stage, const std::vector<Step>& steps) const {
    Tally right(result_.batches.size());
    StreamingLda lda = stage.known;
    bool is_solved = true;
    for (const Step& step : steps) {
      const Eigen::VectorXd features = stage.features.row(step.sample);
      if (step.is_test()) {
        if (!is_solved) lda.solve();
        is_solved = true;
        right.add(step.batch, lda.classify(features) == class_of(step.sample));
        continue;
      }
      if (step.forgotten >= 0) lda.forget(step.forgotten);
      lda.learn(features, step.label);
      is_solved = false;
    }
    return right;
  }

  // A network for each batch, which learns from all labels up to it.
  Tally retrained(const Stage& stage, const std::vector<Step>& steps) const {
    Tally right(result_.batches.size());
    Dataset base = all_;
    for (size_t b = 0; b < result_.batches.size(); b++) {
      Indices taught, others;
      for (const Step& step : steps) {
        if (step.batch == b) (step.is_test() ? others : taught).push_back(step.sample);
      }
      const Split labelled = select(all_, all_.test, taught);
      base.train = joined({&base.train, &labelled});
      tally(trained(base, "", stage.seed), select(all_, all_.test, others), b, right);
    }
    return right;
  }

  // What was learnt and the first samples of each batch: samples without a label change nothing.
  void repeat_on_target(const Stage& stage) {
    const size_t middle = (request_.labels.size() - 1) / 2;
    std::vector<Step> steps;
    std::vector<int64_t> tested(result_.batches.size());
    for (const Step& step : drawn(request_.labels[middle])) {
      if (!step.is_test() || tested[step.batch]++ < request_.checked) steps.push_back(step);
    }
    const auto first_test =
        std::find_if(steps.begin(), steps.end(), [](const Step& step) { return step.is_test(); });
    result_.repetition = repeated(stage.model, target_, samples_of(stage, steps),
                                  static_cast<int64_t>(steps.size()), first_test - steps.begin());
    result_.state_bytes = learnt_bytes(stage.model.learning.classes, stage.features.cols(), false);
  }

  static constexpr int64_t kReplaced = 0;  // what counts as nothing when new samples come

  const Material& material_;
  const Dataset all_;
  const Target& target_;
  const DriftRequest& request_;
  Random random_;
  Drift result_;
};

}  // namespace

double mean_of_later(const ByBatch& accuracies) {
  return std::accumulate(accuracies.begin() + 1, accuracies.end(), 0.0) /
         static_cast<double>(accuracies.size() - 1);
}

Drift drift(const Material& material, const Target& target, const DriftRequest& request) {
  check(material);
  return Protocol(material, target, request).run();
}

}  // namespace mote
