// SPDX-License-Identifier: Apache-2.0
#include "cli/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "base/files.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "cli/features.h"
#include "import/model.h"
#include "ops/evaluate.h"
#include "passes/clean.h"

namespace mote {
namespace {

// Per channel: normalized = (real - mean) * gain; both empty where nothing is normalized.
struct InputNormalization {
  Tensor mean, gain;
};

// From the nodes right behind the input, of the float form (sub, mul) or the integer one
// (quantize).
InputNormalization input_normalization(const Graph& graph) {
  InputNormalization found;
  ValueId value = graph.inputs[0];
  for (const Node& node : graph.nodes) {
    const bool has_constant = node.has_input(1) && graph[node.inputs[1]].is_constant;
    if (node.inputs[0] != value || !has_constant) break;
    const Tensor& constant = graph[node.inputs[1]].constant;
    if (node.op == "quantize" && node.has_input(2)) {
      found = {constant, graph[node.inputs[2]].constant};
      for (double& gain : found.gain) gain *= double{graph[node.outputs[0]].quant.scale[0]};
      return found;
    }
    if (node.op == "sub" && found.mean.empty()) {
      found = {constant, {1}};
    } else if (node.op == "mul" && !found.mean.empty()) {
      found.gain = constant;
    } else {
      break;
    }
    value = node.outputs[0];
  }
  return found;
}

// Mean squared distance between the reconstruction and the input, normalized where the model
// normalizes it.
double reconstruction_error(const Graph& graph, const InputNormalization& norm, const Tensor& input,
                            const Tensor& output) {
  const Tensor real = real_numbers(graph[graph.inputs[0]], input);
  if (output.size() != real.size()) {
    throw Error(
        ErrorCode::bad_model, "model",
        fmt::format("is no autoencoder: {} outputs for {} inputs", output.size(), real.size()));
  }
  double sum = 0;
  for (size_t i = 0; i < real.size(); i++) {
    const double normalized = norm.mean.empty() ? real[i]
                                                : (real[i] - norm.mean[i % norm.mean.size()]) *
                                                      norm.gain[i % norm.gain.size()];
    sum += (normalized - output[i]) * (normalized - output[i]);
  }
  return sum / static_cast<double>(real.size());
}

// Anything may stand in a file. What only 'generate' says of libraries is not taken from there.
void check_metadata(Graph& graph, const std::string& path) {
  for (const char* name : {"hop", "window"}) graph.meta.erase(name);
  for (const char* name : {"rate_hz", "width"}) {
    const auto found = graph.meta.find(name);
    if (found == graph.meta.end()) continue;
    char* end = nullptr;
    const double number = std::strtod(found->second.c_str(), &end);
    if (end != found->second.c_str() && *end == 0 && number > 0 && number < 1e9) continue;
    throw Error(ErrorCode::bad_model, path,
                fmt::format("its metadata '{}' is '{}', expected a number", name, found->second));
  }
}

int32_t largest(const Tensor& tensor) {
  return static_cast<int32_t>(std::max_element(tensor.begin(), tensor.end()) - tensor.begin());
}

void check_labels(const Samples& samples, int64_t classes) {
  for (size_t i = 0; i < samples.labels.size(); i++) {
    const int32_t label = samples.labels[i];
    if (label >= 0 && label < classes) continue;
    throw Error(ErrorCode::bad_value, "labels",
                fmt::format("sample {} has label {}, but the model has classes 0 to {}", i, label,
                            classes - 1));
  }
}

Score anomaly_score(const Graph& graph, const Samples& samples,
                    const std::vector<std::vector<Tensor>>& outputs) {
  Score result{.task = "anomaly", .samples = samples.count, .confusion = {}, .predicted = {}};
  const std::vector<double> errors = reconstruction_errors(graph, samples, outputs);
  std::vector<double> normal, abnormal;
  for (size_t i = 0; i < errors.size(); i++) {
    const bool is_normal = samples.labels.empty() || samples.labels[i] == 0;
    (is_normal ? normal : abnormal).push_back(errors[i]);
  }
  result.auc = area_under_curve(normal, abnormal);
  return result;
}

}  // namespace

Graph load_model(const std::string& path) {
  Graph graph = import_model(path);
  check_metadata(graph, path);
  clean(graph);
  return graph;
}

std::vector<std::vector<Tensor>> evaluate_all(const Graph& graph, const Samples& samples) {
  std::vector<std::vector<Tensor>> outputs(static_cast<size_t>(samples.count));
  parallel_ranges(samples.count, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      check_interrupted();
      outputs[static_cast<size_t>(i)] = evaluate(graph, samples.inputs[static_cast<size_t>(i)]);
    }
  });
  return outputs;
}

std::vector<double> reconstruction_errors(const Graph& graph, const Samples& samples,
                                          const std::vector<std::vector<Tensor>>& outputs) {
  const InputNormalization norm = input_normalization(graph);
  const Value& y = graph[graph.outputs[0]];
  std::vector<double> errors;
  for (size_t i = 0; i < outputs.size(); i++) {
    errors.push_back(
        reconstruction_error(graph, norm, samples.inputs[i][0], real_numbers(y, outputs[i][0])));
  }
  return errors;
}

Score score(const Graph& graph, const Samples& samples,
            const std::vector<std::vector<Tensor>>& outputs) {
  const auto task = graph.meta.find("task");
  if (task != graph.meta.end() && task->second == "anomaly")
    return anomaly_score(graph, samples, outputs);
  Score result{.task = "classify", .samples = samples.count, .confusion = {}, .predicted = {}};
  for (const auto& output : outputs) result.predicted.push_back(largest(output[0]));
  if (samples.labels.empty()) return result;
  const int64_t classes = element_count(graph[graph.outputs[0]].shape);
  check_labels(samples, classes);
  result.confusion = confusion_matrix(samples.labels, result.predicted, classes);
  result.accuracy = accuracy(result.confusion);
  result.macro_f1 = macro_f1(result.confusion);
  return result;
}

Json score_json(const Score& score) {
  Json json;
  if (score.task == "anomaly") {
    if (std::isfinite(score.auc)) json["auc"] = score.auc;
  } else if (!score.confusion.empty()) {
    json["accuracy"] = score.accuracy;
    json["macro_f1"] = score.macro_f1;
    json["confusion"] = score.confusion;
  }
  json["samples"] = score.samples;
  return json;
}

Quantized quantize_on(const Graph& graph, const Dataset& dataset, int weight_bits) {
  const Split& train = dataset.train;
  const bool anomaly = graph.meta.contains("task") && graph.meta.at("task") == "anomaly";
  std::vector<int64_t> usable;
  for (int64_t i = 0; i < train.size(); i++) {
    if (!anomaly || train.y.empty() || train.y[static_cast<size_t>(i)] == 0) usable.push_back(i);
  }
  // Spread over all people; the odd ones calibrate, the even ones choose the rule.
  const int64_t half = std::min<int64_t>(384, static_cast<int64_t>(usable.size()) / 2);
  const auto sample = [&](int64_t i) {
    const int64_t place =
        (2 * (i % half) + (i < half ? 1 : 0)) * (static_cast<int64_t>(usable.size()) / (2 * half));
    return std::vector<Tensor>{
        sample_tensor(dataset, train, usable[static_cast<size_t>(place)], graph)};
  };
  if (half < 1)
    throw Error(ErrorCode::bad_data, "data set '" + dataset.name + "'",
                "has too few training samples to calibrate on");
  return quantize(graph, sample, half, 2 * half, weight_bits);
}

Graph quantize_with(const Graph& graph, const Calibration& calibration) {
  const int weight_bits = std::stoi(calibration.weight_bits);
  if (!calibration.data.empty()) {
    return quantize_on(graph, read_dataset_for(calibration.data, graph), weight_bits).graph;
  }
  if (calibration.inputs.empty()) return graph;
  SampleOptions options;
  options.inputs = calibration.inputs;
  const Samples samples = read_samples(options, graph);
  // The odd ones calibrate, the even ones choose the rule.
  const int64_t half = (samples.count + 1) / 2;
  const auto sample = [&](int64_t i) {
    const int64_t place = i < half ? 2 * i : std::min(2 * (i - half) + 1, samples.count - 1);
    return samples.inputs[static_cast<size_t>(place)];
  };
  return quantize(graph, sample, half, 2 * half, weight_bits).graph;
}

void add_calibration_options(Options& options, Calibration& calibration) {
  options.text("--data", calibration.data,
               "Quantize a float model to int8, calibrated on this data set");
  options.list("-i,--input-samples", calibration.inputs,
               "The same, calibrated on X.npy, or NAME=X.npy for each input");
  options.choice("--weight-bits", calibration.weight_bits,
                 "Bits of the weights when it is quantized; cores without a kernel for 4 bits "
                 "store 8",
                 {"8", "4"});
}

Library generate_library(const Graph& graph, const std::string& name, const Target& target,
                         const Learning* learning) {
  return emit(plan(graph, target), name, target, learning);
}

void write_library(const Library& library, const std::string& folder) {
  write_folder(folder, library.files, kLibraryMarker);
}

TargetRun run_library(const std::string& folder, const Target& target, const Samples& samples,
                      Mode mode) {
  const Graph ports = ports_of(read_library_info(folder, mode));
  std::vector<std::string> inputs;
  for (size_t i = 0; i < ports.inputs.size(); i++) {
    std::vector<Tensor> column;
    for (const auto& tensors : samples.inputs) column.push_back(tensors.at(i));
    inputs.push_back(pack(column, ports[ports.inputs[i]].dtype));
  }
  TargetRun run{emulate(folder, target, inputs, samples.count, 0, mode), {}};
  run.outputs.resize(static_cast<size_t>(samples.count));
  for (size_t i = 0; i < ports.outputs.size(); i++) {
    const auto column =
        unpack(run.measurement.outputs.at(i), ports[ports.outputs[i]].dtype, samples.count);
    for (size_t s = 0; s < column.size(); s++) run.outputs[s].push_back(column[s]);
  }
  return run;
}

Comparison compare(const Graph& graph, const std::vector<std::vector<Tensor>>& wanted,
                   const std::vector<std::vector<Tensor>>& got) {
  Comparison result;
  int64_t agreeing = 0;
  for (size_t s = 0; s < wanted.size(); s++) {
    bool differs = false;
    for (size_t o = 0; o < wanted[s].size(); o++) {
      double scale = 0, worst = 0;
      for (size_t i = 0; i < wanted[s][o].size(); i++) {
        scale = std::max(scale, std::abs(wanted[s][o][i]));
        worst = std::max(worst, std::abs(wanted[s][o][i] - got[s][o][i]));
      }
      result.max_abs_diff = std::max(result.max_abs_diff, worst);
      // Float kernels may round differently from the double reference.
      const bool real = graph[graph.outputs[o]].dtype == DType::f32;
      differs = differs || worst > (real ? 1e-5 * scale : 0.0);
    }
    agreeing += largest(wanted[s][0]) == largest(got[s][0]) ? 1 : 0;
    result.mismatches += differs ? 1 : 0;
    if (differs && result.first_sample < 0) result.first_sample = static_cast<int64_t>(s);
  }
  result.bit_exact = result.mismatches == 0;
  if (!wanted.empty())
    result.agreement = static_cast<double>(agreeing) / static_cast<double>(wanted.size());
  return result;
}

Graph ports_of(const LibraryInfo& info) {
  Graph graph;
  const auto add = [&](const Port& port) {
    const Quant quant{port.scale, port.zero_point, 0};
    return graph.add({port.name, find_dtype(port.dtype).value_or(DType::f32), port.shape, quant});
  };
  for (const Port& port : info.inputs) graph.inputs.push_back(add(port));
  for (const Port& port : info.outputs) graph.outputs.push_back(add(port));
  graph.meta = info.meta;
  return graph;
}

}  // namespace mote
