// SPDX-License-Identifier: Apache-2.0
#include "cli/trial.h"

#include <map>

#include "base/files.h"
#include "cli/model_report.h"
#include "emulate/wasm.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

constexpr int kOfAClass = 2;
constexpr size_t kMostSamples = 12;

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t word = 0;
    for (size_t k = 0; k < 3; k++) {
      word = word << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0u);
    }
    for (size_t k = 0; k < 4; k++) {
      text += i + k > bytes.size() ? '=' : letters[word >> (18 - 6 * k) & 63];
    }
  }
  return text;
}

bool can_be_tried(const Graph& graph) {
  if (graph.inputs.size() != 1 || graph.outputs.size() != 1 || !graph.states.empty()) return false;
  const Value &input = graph[graph.inputs[0]], &output = graph[graph.outputs[0]];
  return input.dtype == DType::f32 && input.shape.size() == 3 && input.shape[0] == 1 &&
         input.shape[1] > 1 && (output.dtype == DType::s8 || output.dtype == DType::u8) &&
         !output.quant.empty();
}

// Few digits, as the page says them.
Tensor rounded(const Tensor& sample) {
  Tensor result;
  for (const double value : sample) {
    result.push_back(static_cast<double>(std::stof(fmt::format("{:.4g}", value))));
  }
  return result;
}

Json numbers_of(const Tensor& sample) {
  Json json = Json::array();
  for (const double value : sample) json.push_back(std::stod(fmt::format("{:.4g}", value)));
  return json;
}

}  // namespace

Json network_for_browsers(const Graph& graph) {
  if (!can_be_tried(graph)) return nullptr;
  const TemporaryFolder folder;
  const fs::path library = folder.path() / "library";
  write_library(generate_library(graph, "net", find_target("host")), library.string());
  const std::string module = wasm_module(library);
  if (module.empty()) return nullptr;
  const Value &input = graph[graph.inputs[0]], &output = graph[graph.outputs[0]];
  return {{"wasm", base64(module)},
          {"steps", input.shape[1]},
          {"channels", channel_names(graph, static_cast<size_t>(input.shape[2]))},
          {"classes", classes_of(graph)},
          {"scale", output.quant.scale[0]},
          {"zero", output.quant.zero_point[0]},
          {"is_signed", output.dtype == DType::s8}};
}

void add_trial(const Graph& graph, const Samples& samples, Report& report) {
  Json trial = samples.inputs.empty() ? Json() : network_for_browsers(graph);
  if (trial.is_null()) return;
  const std::vector<std::string> classes = classes_of(graph);
  std::map<int32_t, int> seen;
  for (size_t i = 0; i < samples.inputs.size() && trial["samples"].size() < kMostSamples; i++) {
    const int32_t label = samples.labels.empty() ? -1 : samples.labels[i];
    if (label >= 0 && seen[label]++ >= kOfAClass) continue;
    const Tensor sample = rounded(samples.inputs[i][0]);
    std::string name = fmt::format("{}", i + 1);
    if (label >= 0) name += ", labelled " + classes.at(static_cast<size_t>(label));
    Json outputs = Json::array();
    const std::vector<Tensor> evaluated = evaluate(graph, std::vector<Tensor>{sample});
    for (const double stored : evaluated[0]) {
      outputs.push_back(static_cast<int>(stored));
    }
    trial["samples"].push_back({{"name", name}, {"x", numbers_of(sample)}, {"y", outputs}});
  }
  ReportSection section{"Try it"};
  section.text =
      "The generated C, compiled for browsers: the bytes it computes here are those of the device. "
      "Nothing leaves this page.";
  section.trial = std::move(trial);
  report.sections.push_back(std::move(section));
}

}  // namespace mote
