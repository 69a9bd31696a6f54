// SPDX-License-Identifier: Apache-2.0
#include "cli/material.h"

#include <algorithm>

#include "base/error.h"
#include "cli/features.h"
#include "compress/center.h"
#include "compress/layer.h"
#include "data/augment.h"
#include "data/statistics.h"
#include "passes/clean.h"
#include "train/fine_tune.h"
#include "train/train.h"

namespace mote {
namespace {

Graph float_model(const std::string& path) {
  Graph real = load_model(path);
  if (!layers_of(real).empty()) return real;
  throw Error(ErrorCode::bad_model, path,
              "has no float layers to compress (fully connected or convolution)",
              "give the float model: mote train writes it beside the int8 one, as M.float.onnx");
}

// Arrays as a data set without test samples. Windows keep their axes; other shapes lie flat, since
// nothing says what their axes are.
Dataset dataset_of_arrays(const Material::Options& options, const Graph& real) {
  const std::string place = fmt::format("{}", fmt::join(options.inputs, " "));
  if (real.inputs.size() != 1 || real[real.inputs[0]].dtype != DType::f32) {
    throw Error(ErrorCode::bad_model, options.model,
                fmt::format("has {} inputs, expected one of real numbers", real.inputs.size()));
  }
  const Samples samples = read_samples({options.inputs, options.labels, "", 0}, real);
  const Shape& shape = real[real.inputs[0]].shape;
  Dataset dataset;
  dataset.name = place;
  dataset.shape =
      shape.size() == 3 && shape[0] == 1 ? Shape{shape[1], shape[2]} : Shape{element_count(shape)};
  dataset.train.count = samples.count;
  dataset.train.y = samples.labels;
  for (const std::vector<Tensor>& inputs : samples.inputs) {
    for (const double element : inputs[0]) dataset.train.x.push_back(static_cast<float>(element));
  }
  const auto last = std::max_element(samples.labels.begin(), samples.labels.end());
  for (int32_t c = 0; last != samples.labels.end() && c <= *last; c++) {
    dataset.classes.push_back(std::to_string(c));
  }
  return dataset;
}

Dataset read_material(const Material::Options& options, const Graph& real) {
  if (options.data.empty() == options.inputs.empty()) {
    throw Error(ErrorCode::bad_option, "", "give samples either with -i X.npy or with --data PATH");
  }
  Dataset dataset = options.inputs.empty() ? read_dataset_for(options.data, real)
                                           : dataset_of_arrays(options, real);
  constexpr int64_t least = 16;
  if (dataset.train.size() >= least) return dataset;
  throw Error(ErrorCode::bad_data, dataset.name,
              fmt::format("has {} samples to calibrate on, expected {} at least",
                          dataset.train.size(), least));
}

// Enough vectors for each layer to show in which directions they lie. Those made of few recordings
// show no more of them for being many.
int64_t calibration_wanted(const Graph& graph, bool are_recorded) {
  constexpr int64_t least = 256;
  const int64_t vectors_per_column = are_recorded ? 6 : 3, most = are_recorded ? 6000 : 2048;
  int64_t count = least;
  for (const Layer& layer : layers_of(graph)) {
    count = std::max(count, vectors_per_column * layer.columns / layer.positions);
  }
  return std::min(count, most);
}

// Spread over all samples. Without labels each second one is made unusual: then there are enough of
// them, and the network keeps what it does with inputs that were not recorded.
Split calibration_set(const Graph& graph, const Dataset& dataset, const Split& train) {
  const int64_t wanted = calibration_wanted(graph, !train.y.empty());
  const int64_t count = train.y.empty() ? wanted : std::min(wanted, train.size());
  std::vector<int64_t> indices;
  for (int64_t i = 0; i < count; i++) indices.push_back(i * train.size() / count);
  Split chosen = select(dataset, train, indices);
  if (!train.y.empty()) return chosen;
  const auto elements = static_cast<size_t>(dataset.sample_elements());
  const std::vector<float> deviation = channel_statistics(dataset, train).deviation;
  for (size_t i = 1; i < indices.size(); i += 2) {
    Random random(i);
    augment(dataset, train, unusual_augmentation(), deviation, random,
            std::span(chosen.x).subspan(i * elements, elements));
  }
  return chosen;
}

}  // namespace

Material::Material(Graph real, Dataset dataset, TrainValidation split)
    : real_(std::move(real)),
      dataset_(std::move(dataset)),
      split_(std::move(split)),
      calibration_(calibration_set(real_, dataset_, split_.train)),
      judge_(real_, dataset_, split_.validation) {
  real_.meta["task"] = judge_.task();
}

Material Material::read(const Options& options) {
  Graph real = float_model(options.model);
  Dataset dataset = read_material(options, real);
  TrainValidation split = split_validation(dataset);
  return {std::move(real), std::move(dataset), std::move(split)};
}

std::vector<Tensor> Material::sample(int64_t index) const {
  return {sample_tensor(dataset_, calibration_, index, real_)};
}

Graph Material::quantized(const Graph& graph) const {
  if (!split_.train.y.empty()) return quantize_on(graph, dataset_).graph;
  // Of each four samples two calibrate and two choose the rule; of both one is unusual.
  const int64_t half = calibration_.size() / 4 * 2;
  const auto place = [half](int64_t i) {
    return i < half ? i / 2 * 4 + i % 2 : (i - half) / 2 * 4 + 2 + i % 2;
  };
  return quantize(
             graph, [&](int64_t i) { return sample(place(i)); }, half, 2 * half)
      .graph;
}

Graph Material::tuned_on(const Split& samples, const Graph& graph, int epochs,
                         uint64_t seed) const {
  const std::vector<float> means = channel_statistics(dataset_, samples).mean;
  Tensor mean;
  for (int64_t i = 0; i < dataset_.sample_elements(); i++) {
    mean.push_back(double{means[static_cast<size_t>(i) % means.size()]});
  }
  const Graph tuned =
      fine_tune(centered(graph, mean), real_, dataset_, samples, epochs, seed, [](int) {});
  return without_center(tuned, mean);
}

Graph Material::tuned(const Graph& graph, int epochs, uint64_t seed) const {
  return tuned_on(split_.train, graph, epochs, seed);
}

Graph Material::tuned_on_all(const Graph& graph, int epochs, uint64_t seed) const {
  return tuned_on(dataset_.train, graph, epochs, seed);
}

const NetworkDef* Material::network() const {
  const auto arch = real_.meta.find("arch");
  if (arch == real_.meta.end() || dataset_.train.y.empty() || dataset_.classes.empty()) {
    return nullptr;
  }
  for (const NetworkDef* network : all_networks()) {
    if (arch->second == network->name && network->task == "classify") return network;
  }
  return nullptr;
}

Material Material::trained_on(const TrainValidation& split, uint64_t seed,
                              const std::filesystem::path& checkpoint) const {
  Dataset dataset = dataset_;
  dataset.train = split.train;
  dataset.test = {};
  TrainOptions options;
  options.seed = seed;
  options.checkpoint = checkpoint;
  options.resume = !checkpoint.empty();
  const auto width = real_.meta.find("width");
  if (width != real_.meta.end()) options.width = std::stod(width->second);
  Graph real = train(*network(), dataset, split, options).graph;
  clean(real);
  return {std::move(real), std::move(dataset), split};
}

std::optional<Score> Material::tested(const Graph& graph) const {
  if (dataset_.test.size() == 0) return std::nullopt;
  const Samples test = split_samples(dataset_, dataset_.test, real_);
  return score(graph, test, evaluate_all(graph, test));
}

}  // namespace mote
