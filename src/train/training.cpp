// SPDX-License-Identifier: Apache-2.0
#include "train/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "base/digest.h"
#include "base/error.h"
#include "base/random.h"
#include "base/text.h"
#include "train/pretext_head.h"
#include "train/take_weights.h"

namespace mote {
namespace {

void check_fit(const NetworkDef& network, const Dataset& dataset, bool needs_labels) {
  const size_t rank = dataset.shape.size();
  if (network.sample_rank != 0 && network.sample_rank != rank) {
    const char* const wanted = network.sample_rank == 2 ? "series (T x C)" : "images (H x W x C)";
    throw Error(ErrorCode::bad_option, "",
                fmt::format("network {} takes {}, but samples of '{}' are {}", network.name, wanted,
                            dataset.name, to_string(dataset.shape)),
                rank == 2 ? "use dscnn1d or mlp" : "use dscnn2d or mlp");
  }
  if (needs_labels && dataset.train.y.empty()) {
    throw Error(ErrorCode::bad_data, dataset.name,
                fmt::format("has no labels, but network {} learns classes", network.name),
                "give the samples labels, or use autoencoder");
  }
  const std::vector<int32_t>& y = dataset.train.y;
  if (!needs_labels || std::any_of(y.begin(), y.end(), [&](int32_t c) { return c != y[0]; }))
    return;
  throw Error(
      ErrorCode::bad_data, dataset.train.origin.y_file,
      fmt::format("all {} training samples are of class '{}', expected at least two classes",
                  y.size(), dataset.classes[static_cast<size_t>(y[0])]),
      "where only normal samples are known, learn those: --task anomaly");
}

bool has_unlabeled(const TrainOptions& options) {
  return options.pretrain || options.unlabeled != nullptr;
}

void check_unlabeled(const NetworkDef& network, const Dataset& dataset,
                     const TrainOptions& options) {
  if (has_unlabeled(options) && network.task != "classify") {
    throw Error(ErrorCode::bad_option, "",
                fmt::format("network {} has no use for samples without labels", network.name),
                "take one that learns classes");
  }
  if (options.unlabeled == nullptr) return;
  const Split& split = *options.unlabeled;
  if (static_cast<int64_t>(split.x.size()) != split.size() * dataset.sample_elements()) {
    throw Error(ErrorCode::shape_mismatch, "samples without labels",
                fmt::format("{} numbers in {} samples, but those of '{}' are {}", split.x.size(),
                            split.size(), dataset.name, to_string(dataset.shape)));
  }
  if (split.size() < 2) {
    throw Error(ErrorCode::bad_data, "samples without labels",
                fmt::format("are {}, expected 2 at least", split.size()));
  }
}

// What the pretext task sees.
Split unlabeled_samples(const Split& train, const TrainOptions& options) {
  Split samples;
  if (options.pretrain) samples.x = train.x;
  if (options.unlabeled != nullptr) {
    samples.x.insert(samples.x.end(), options.unlabeled->x.begin(), options.unlabeled->x.end());
  }
  samples.count = unlabeled_count(train, options);
  return samples;
}

Json numbers_of(const Augmentation& a) {
  return {a.rotation_rad, a.scale, a.noise, a.warp, a.level, a.mixture, a.shift, a.mirror};
}

void add_pretext(const PretextTask& task, const Split& unlabeled, bool pretrain, Json& identity) {
  identity["digest of the unlabeled samples"] =
      digest(unlabeled.x.data(), unlabeled.x.size() * sizeof(float));
  Json& numbers = identity["pretext task"];
  numbers = {pretrain, static_cast<int>(task.pretext), task.batch, task.weight, task.temperature};
  for (const Augmentation& view : task.views) {
    numbers.push_back(numbers_of(view));
    numbers.push_back(view.hidden);
  }
}

uint64_t digest_of(const Graph& graph) {
  uint64_t hash = 0;
  for (const Value& value : graph.values) {
    hash = digest(value.constant.data(), value.constant.size() * sizeof(double), hash);
  }
  return hash;
}

Json identity_of(const NetworkDef& network, const Dataset& dataset, const TrainValidation& split,
                 const Recipe& r, const TrainOptions& options, int epochs) {
  uint64_t samples = digest(dataset.shape.data(), dataset.shape.size() * sizeof(int64_t));
  for (const Split* part : {&split.train, &split.validation}) {
    samples = digest(part->x.data(), part->x.size() * sizeof(float), samples);
    samples = digest(part->y.data(), part->y.size() * sizeof(int32_t), samples);
  }
  Json recipe = {r.batch, r.peak_rate, r.warmup, r.weight_decay, r.label_smoothing, r.averaging};
  for (const Json& number : numbers_of(r.augmentation)) recipe.push_back(number);
  return {
      {"network", network.name}, {"data set", dataset.name},   {"seed", options.seed},
      {"width", options.width},  {"number of epochs", epochs}, {"digest of the samples", samples},
      {"recipe", recipe}};
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Split without_anomalies(const Dataset& dataset, const Split& split) {
  std::vector<int64_t> normal;
  for (int64_t i = 0; i < split.size(); i++) {
    if (split.y.empty() || split.y[static_cast<size_t>(i)] == 0) normal.push_back(i);
  }
  return select(dataset, split, normal);
}

int64_t unlabeled_count(const Split& train, const TrainOptions& options) {
  return (options.pretrain ? train.size() : 0) +
         (options.unlabeled != nullptr ? options.unlabeled->size() : 0);
}

uint64_t epoch_seed(uint64_t seed, size_t epoch) {
  Random random(seed);
  return random.bits() ^ Random(epoch).bits();
}

std::vector<float> class_weights(const Split& split, size_t classes) {
  std::vector<double> count(classes);
  for (int32_t y : split.y) count[static_cast<size_t>(y)]++;
  const auto present = classes - static_cast<size_t>(std::count(count.begin(), count.end(), 0.0));
  std::vector<float> weights;
  for (double samples : count) {
    const double fair = static_cast<double>(split.size()) / static_cast<double>(present);
    weights.push_back(samples == 0 ? 0.0f : static_cast<float>(fair / samples));
  }
  return weights;
}

Training::Training(const NetworkDef& network, const Dataset& dataset, TrainValidation split,
                   const Recipe& recipe, const TrainOptions& options)
    : dataset_(dataset),
      split_(std::move(split)),
      recipe_(recipe),
      options_(options),
      epochs_(options.epochs > 0 ? options.epochs : network.default_epochs) {
  const bool classifies = network.task == "classify";
  const bool needs_labels = classifies && !options.pretrain;
  check_fit(network, dataset, needs_labels);
  check_unlabeled(network, dataset, options);
  if (!classifies) {
    split_ = {without_anomalies(dataset, split_.train),
              without_anomalies(dataset, split_.validation)};
  }
  if (split_.train.size() < 2) {
    throw Error(
        ErrorCode::bad_data, dataset.name,
        fmt::format("has {} samples to learn from, expected 2 at least", split_.train.size()));
  }
  unlabeled_ = unlabeled_samples(split_.train, options);
  // The more there are, the better they say how the input is spread.
  const bool has_more = unlabeled_.size() > split_.train.size();
  statistics_ = channel_statistics(dataset, has_more ? unlabeled_ : split_.train);
  const Graph graph = build(network);
  learner_ = std::make_unique<Learner>(
      graph, recipe_,
      needs_labels ? class_weights(split_.train, dataset.classes.size()) : std::vector<float>());
  identify(network, graph);
  if (!options.resume || !std::filesystem::exists(options.checkpoint)) return;
  progress_ = read_checkpoint(options.checkpoint, progress_.identity);
  learner_->set_state(progress_.state);
}

void Training::identify(const NetworkDef& network, const Graph& start) {
  Json& identity = progress_.identity;
  identity = identity_of(network, dataset_, split_, recipe_, options_, epochs_);
  if (recipe_.pretext) {
    add_pretext(*recipe_.pretext, unlabeled_, options_.pretrain, identity);
  }
  if (options_.from != nullptr) identity["digest of the weights to begin with"] = digest_of(start);
}

Graph Training::build(const NetworkDef& network) const {
  Random random(options_.seed);
  const auto classes = std::max<int64_t>(1, static_cast<int64_t>(dataset_.classes.size()));
  Graph graph = network.build(
      {dataset_.shape, classes, statistics_.mean, statistics_.deviation, random, options_.width});
  graph.meta["arch"] = network.name;
  if (options_.width != 1) graph.meta["width"] = fmt::format("{}", options_.width);
  if (network.task == "classify") graph.meta["classes"] = joined(dataset_.classes, "\n");
  if (dataset_.rate_hz > 0) graph.meta["rate_hz"] = fmt::format("{}", dataset_.rate_hz);
  std::vector<std::string> scales;
  for (float scale : dataset_.count_scale) scales.push_back(shortest(scale));
  if (!scales.empty()) graph.meta["count_scale"] = joined(scales, " ");
  if (options_.from != nullptr) take_weights(graph, *options_.from);
  if (recipe_.pretext) {
    const bool restores = recipe_.pretext->pretext == Pretext::masked;
    (restores ? add_reconstruction_head : add_projection_head)(graph, random);
  }
  return graph;
}

int64_t Training::batches_per_epoch() const {
  const int64_t own = options_.pretrain ? 1 : batch_count(split_.train.size(), recipe_.batch);
  if (!recipe_.pretext) return own;
  return std::max(own, batch_count(unlabeled_.size(), recipe_.pretext->batch));
}

// Every sample once; again and again where those without labels need more steps.
Drawing Training::labeled_drawing() const {
  Drawing drawing = one_pass(split_.train, recipe_);
  const int64_t batches = batches_per_epoch();
  if (drawing.batches < batches) drawing.samples = batches * recipe_.batch;
  drawing.batches = batches;
  return drawing;
}

Drawing Training::views_drawing(int64_t samples, int64_t batches) const {
  const int64_t wanted = batches * std::min(samples, recipe_.pretext->batch);
  const auto& views = recipe_.pretext->views;
  return {std::max(samples, wanted), batches, {views.begin(), views.end()}};
}

void Training::run_epoch(const std::function<void(int64_t)>& on_batch) {
  const auto begin = std::chrono::steady_clock::now();
  const double loss = learn_epoch(on_batch);
  const double quality = validate();
  progress_.state = learner_->state();
  progress_.epochs.push_back({loss, quality, seconds_since(begin)});
  if (!options_.checkpoint.empty()) write_checkpoint(options_.checkpoint, progress_);
}

double Training::learn_epoch(const std::function<void(int64_t)>& on_batch) {
  const size_t epoch = progress_.epochs.size();
  const uint64_t seed = epoch_seed(options_.seed, epoch);
  const int64_t batches = batches_per_epoch();
  learner_->begin_epoch(seed);
  std::optional<EpochBatches> labeled, views;
  if (!options_.pretrain) {
    labeled.emplace(dataset_, split_.train, labeled_drawing(), statistics_.deviation, seed);
  }
  if (recipe_.pretext) {
    views.emplace(dataset_, unlabeled_, views_drawing(unlabeled_.size(), batches),
                  statistics_.deviation, ~seed);
  }
  double loss = 0;
  for (int64_t b = 0; b < batches; b++) {
    const int64_t step = static_cast<int64_t>(epoch) * batches + b;
    const double rate = one_cycle_rate(recipe_, step, epochs_ * batches);
    const Batch batch = labeled ? labeled->next() : Batch();
    loss += views ? learner_->step(batch, views->next(), rate) : learner_->step(batch, rate);
    if (!std::isfinite(loss)) {
      throw Error(ErrorCode::bad_value, dataset_.name,
                  fmt::format("the loss is no number any more in epoch {}", epoch + 1),
                  "look for extreme values in the data");
    }
    on_batch(b + 1);
  }
  return loss / static_cast<double>(batches);
}

// The mean over all validation samples; 0 when there are none.
double Training::validate() {
  constexpr int64_t samples_at_once = 256;
  const int64_t samples = split_.validation.size();
  if (samples > 0 && options_.pretrain) return validate_views();
  double sum = 0;
  for (int64_t first = 0; first < samples; first += samples_at_once) {
    const int64_t end = std::min(samples, first + samples_at_once);
    const Batch batch = plain_batch(dataset_, split_.validation, first, end);
    sum += learner_->quality(batch) * static_cast<double>(batch.count);
  }
  return samples == 0 ? 0 : sum / static_cast<double>(samples);
}

// The same views after every epoch and for every seed.
double Training::validate_views() {
  constexpr uint64_t seed = 1;
  const int64_t samples = split_.validation.size();
  const int64_t batches = batch_count(samples, recipe_.pretext->batch);
  EpochBatches stream(dataset_, split_.validation, views_drawing(samples, batches),
                      statistics_.deviation, seed);
  double sum = 0;
  for (int64_t b = 0; b < batches; b++) sum += learner_->pretext_quality(stream.next());
  return sum / static_cast<double>(batches);
}

Trained Training::result() const {
  // The last epoch's: the best of many on validation would be a lucky one, and its accuracy there
  // none that a compressed network could keep.
  Trained trained{learner_->graph_with(progress_.state.averaged), progress_.epochs, 0};
  if (recipe_.pretext) remove_pretext_head(trained.graph);
  for (const Epoch& epoch : trained.epochs) trained.seconds += epoch.seconds;
  return trained;
}

}  // namespace mote
