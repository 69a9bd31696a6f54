// SPDX-License-Identifier: Apache-2.0
#include "cli/trial.h"

#include <functional>
#include <map>

#include "base/files.h"
#include "cli/features.h"
#include "cli/model_report.h"
#include "emulate/wasm.h"
#include "ops/evaluate.h"
#include "passes/front_end.h"

namespace mote {
namespace {

constexpr int kOfAClass = 2;
constexpr size_t kMostSamples = 12, kMostCharacters = 300'000;

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

// "series" of real numbers, "sound" or "image"; "": nothing a page can show.
std::string kind_of(const Graph& graph) {
  if (graph.inputs.size() != 1 || graph.outputs.size() != 1 || !graph.states.empty()) return "";
  const Value &input = graph[graph.inputs[0]], &output = graph[graph.outputs[0]];
  if ((output.dtype != DType::s8 && output.dtype != DType::u8) || output.quant.empty()) return "";
  const Shape& shape = input.shape;
  if (shape[0] != 1) return "";
  if (shape.size() == 3 && input.dtype == DType::f32) return shape[1] > 1 ? "series" : "";
  if (shape.size() == 3 && input.dtype == DType::s16) {
    return shape[2] == 1 && graph.meta.contains("rate_hz") ? "sound" : "";
  }
  const bool is_pixels =
      input.dtype == DType::f32 || input.dtype == DType::s8 || input.dtype == DType::u8;
  return shape.size() == 4 && (shape[3] == 1 || shape[3] == 3) && is_pixels ? "image" : "";
}

// Few digits, as the page says them.
Tensor rounded(const Tensor& sample) {
  Tensor result;
  for (const double value : sample) {
    result.push_back(static_cast<double>(std::stof(fmt::format("{:.4g}", value))));
  }
  return result;
}

// Counts of sound as bytes, two each; other numbers one by one.
Json numbers_of(const Tensor& sample, DType dtype) {
  if (dtype == DType::s16) return base64(pack({sample}, dtype));
  Json json = Json::array();
  for (const double value : sample) json.push_back(std::stod(fmt::format("{:.4g}", value)));
  return json;
}

// The samples of some classes, in the order of all.
std::vector<size_t> some_of(const std::vector<int32_t>& labels, size_t count, int of_a_class) {
  std::map<int32_t, int> seen;
  std::vector<size_t> chosen;
  for (size_t i = 0; i < count && chosen.size() < kMostSamples; i++) {
    if (!labels.empty() && labels[i] >= 0 && seen[labels[i]]++ >= of_a_class) continue;
    chosen.push_back(i);
  }
  return chosen;
}

// `input`: a sample by its number.
void add_section(const Graph& graph, const std::vector<int32_t>& labels, size_t count,
                 const std::function<Tensor(size_t)>& input, Report& report) {
  Json trial = count == 0 ? Json() : network_for_browsers(graph);
  if (trial.is_null()) return;
  const std::vector<std::string> classes = classes_of(graph);
  const DType dtype = graph[graph.inputs[0]].dtype;
  size_t characters = 0;
  for (const size_t i : some_of(labels, count, trial["kind"] == "sound" ? 1 : kOfAClass)) {
    const Tensor sample = dtype == DType::f32 ? rounded(input(i)) : input(i);
    std::string name = fmt::format("{}", i + 1);
    const int32_t label = labels.empty() ? -1 : labels[i];
    if (label >= 0) name += ", labelled " + classes.at(static_cast<size_t>(label));
    Json outputs = Json::array();
    const std::vector<Tensor> evaluated = evaluate(graph, std::vector<Tensor>{sample});
    for (const double stored : evaluated[0]) {
      outputs.push_back(static_cast<int>(stored));
    }
    const Json numbers = numbers_of(sample, dtype);
    characters += numbers.dump().size();
    if (characters > kMostCharacters && !trial["samples"].empty()) break;
    trial["samples"].push_back({{"name", name}, {"x", numbers}, {"y", outputs}});
  }
  ReportSection section{"Try it"};
  section.text =
      "The generated C, compiled for browsers: the bytes it computes here are those of the device. "
      "Nothing leaves this page.";
  section.trial = std::move(trial);
  report.sections.push_back(std::move(section));
}

}  // namespace

Json network_for_browsers(const Graph& graph) {
  const std::string kind = kind_of(graph);
  if (kind.empty()) return nullptr;
  const TemporaryFolder folder;
  const fs::path library = folder.path() / "library";
  write_library(generate_library(graph, "net", find_target("host")), library.string());
  const std::string module = wasm_module(library);
  if (module.empty()) return nullptr;
  const Value &input = graph[graph.inputs[0]], &output = graph[graph.outputs[0]];
  Json facts = {{"kind", kind},
                {"wasm", base64(module)},
                {"input", dtype_name(input.dtype)},
                {"output", dtype_name(output.dtype)},
                {"steps", input.shape[1]},
                {"channels", channel_names(graph, static_cast<size_t>(input.shape.back()))},
                {"classes", classes_of(graph)},
                {"scale", output.quant.scale[0]},
                {"zero", output.quant.zero_point[0]}};
  if (kind == "image") facts["shape"] = Shape(input.shape.begin() + 1, input.shape.end());
  if (const auto rate = graph.meta.find("rate_hz"); rate != graph.meta.end()) {
    facts["rate"] = std::stod(rate->second);
  }
  return facts;
}

void add_trial(const Graph& graph, const Samples& samples, const std::string& data,
               Report& report) {
  if (data.empty() || !graph.meta.contains(kFrontEnd)) {
    add_section(
        graph, samples.labels, samples.inputs.size(),
        [&](size_t i) { return samples.inputs[i][0]; }, report);
    return;
  }
  Graph hears = graph;
  add_front_end(hears);
  const Dataset sound = read_dataset_for(data, hears);
  add_section(
      hears, sound.test.y, static_cast<size_t>(sound.test.size()),
      [&](size_t i) { return sample_tensor(sound, sound.test, static_cast<int64_t>(i), hears); },
      report);
}

}  // namespace mote
