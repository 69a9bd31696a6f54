// SPDX-License-Identifier: Apache-2.0
#include "cli/train_model.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/unlabeled.h"
#include "import/model.h"
#include "ops/op.h"
#include "passes/clean.h"
#include "passes/front_end.h"
#include "train/network.h"
#include "train/train.h"

namespace mote {
namespace {

std::string joined(const std::vector<float>& numbers) {
  std::string text;
  for (float number : numbers) text += (text.empty() ? "" : " ") + shortest(number);
  return text;
}

// What the model must know to be used on its own.
void describe(Graph& graph, const Dataset& dataset, const std::string& task) {
  graph.meta["task"] = task;
  graph.meta["trained_on"] = dataset.name + (dataset.synthetic ? " (synthetic)" : "");
  if (task == "classify")
    graph.meta["classes"] = fmt::format("{}", fmt::join(dataset.classes, "\n"));
  if (dataset.rate_hz > 0) graph.meta["rate_hz"] = fmt::format("{:g}", dataset.rate_hz);
  if (!dataset.channels.empty())
    graph.meta["channels"] = fmt::format("{}", fmt::join(dataset.channels, " "));
  if (!dataset.front_end.empty()) graph.meta[kFrontEnd] = dataset.front_end;
  if (!dataset.count_scale.empty()) graph.meta["count_scale"] = joined(dataset.count_scale);
}

template <typename Model>
void count(const Graph& graph, Model& model) {
  for (const Value& value : graph.values) {
    if (value.is_constant && value.dtype == DType::f32)
      model.parameters += element_count(value.shape);
  }
  for (const Node& node : graph.nodes) {
    if (op_of(node).macs != nullptr) model.macs += op_of(node).macs(graph, node);
  }
}

// As the request says; what it names must live as long as the options are used.
TrainOptions options_of(const TrainRequest& request, const Split& unlabeled, const Graph& from) {
  TrainOptions options{static_cast<int>(request.epochs),
                       static_cast<uint64_t>(request.seed),
                       static_cast<double>(request.width) / 100,
                       radians(request.rotation),
                       request.checkpoint,
                       request.resume};
  if (!request.unlabeled.empty()) options.unlabeled = &unlabeled;
  if (!request.from.empty()) options.from = &from;
  if (request.pretext == "masked") options.pretext = Pretext::masked;
  return options;
}

const NetworkDef& network_of(const TrainRequest& request) {
  const NetworkDef& network = find_network(request.arch);
  const std::string task = request.task == "pretrain" ? "classify" : request.task;
  if (network.task == task) return network;
  throw Error(ErrorCode::bad_option, "--arch",
              fmt::format("{} is for task {}, not {}", network.name, network.task, request.task));
}

Graph read_start(const std::string& path) {
  return path.empty() ? Graph() : import_model(path);
}

}  // namespace

std::optional<double> radians(int64_t rotation) {
  if (rotation < 0) return {};
  return static_cast<double>(rotation) * std::numbers::pi / 180;
}

std::string default_arch(const Dataset& dataset, const std::string& task) {
  if (task == "anomaly") return "autoencoder";
  return dataset.kind == SampleKind::image ? "dscnn2d" : "dscnn1d";
}

TrainedModel train_model(const Dataset& dataset, const TrainRequest& request,
                         const Globals& globals) {
  const NetworkDef& network = network_of(request);
  const Split unlabeled = read_unlabeled(request.unlabeled, dataset);
  const Graph from = read_start(request.from);
  Trained trained =
      train(network, dataset, split_validation(dataset), options_of(request, unlabeled, from));
  TrainedModel model;
  model.unlabeled = unlabeled.size();
  model.real = std::move(trained.graph);
  describe(model.real, dataset, request.task);
  clean(model.real);
  count(model.real, model);
  model.epochs = std::move(trained.epochs);
  model.train_seconds = trained.seconds;
  const double quality = model.epochs.back().validation_accuracy;
  say(globals,
      fmt::format(
          "trained {}: {} parameters, {} MAC, {} epochs in {:.0f} s, validation {}", network.name,
          grouped(model.parameters), grouped(model.macs), model.epochs.size(), model.train_seconds,
          request.task == "classify" ? percent(quality) : fmt::format("loss {:.4f}", -quality)));
  model.integer = quantize_on(model.real, dataset);
  const Samples samples = split_samples(dataset, dataset.test, model.real);
  model.real_score = score(model.real, samples, evaluate_all(model.real, samples));
  model.integer_score =
      score(model.integer.graph, samples, evaluate_all(model.integer.graph, samples));
  return model;
}

PretrainedModel pretrain_model(const Dataset& dataset, const TrainRequest& request,
                               const Globals& globals) {
  const NetworkDef& network = network_of(request);
  const Split unlabeled = read_unlabeled(request.unlabeled, dataset);
  const Graph from = read_start(request.from);
  TrainOptions options = options_of(request, unlabeled, from);
  options.pretrain = true;
  Trained trained = train(network, dataset, split_validation(dataset), options);
  PretrainedModel model{.real = std::move(trained.graph)};
  describe(model.real, dataset, request.task);
  Graph cleaned = model.real;
  clean(cleaned);
  count(cleaned, model);
  model.epochs = std::move(trained.epochs);
  const Epoch& last = model.epochs.back();
  model.train_seconds = trained.seconds;
  say(globals,
      fmt::format("pretrained {}: {} parameters, {} epochs in {:.0f} s, loss {:.3f}; {} {}",
                  network.name, grouped(model.parameters), model.epochs.size(), model.train_seconds,
                  last.loss, percent(last.validation_accuracy),
                  options.pretext == Pretext::masked
                      ? "of what is hidden in validation samples is restored (of its variance)"
                      : "of the views of validation samples find the other of their sample"));
  return model;
}

}  // namespace mote
