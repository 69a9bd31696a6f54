// SPDX-License-Identifier: Apache-2.0
// mote import: an ONNX or TFLite model -> the ONNX file that all other verbs work on.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <map>
#include <memory>

#include "base/error.h"
#include "base/npy.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/model.h"
#include "cli/model_facts.h"
#include "import/model.h"
#include "passes/clean.h"

namespace mote {
namespace {

struct Choices {
  std::string model, output;
  std::vector<std::string> shapes, outputs, constants;
  Calibration calibration;
  ModelFacts facts;
};

// "name=rest" of an option.
std::pair<std::string, std::string> named(const std::string& option, const std::string& text) {
  const size_t at = text.find('=');
  if (at != std::string::npos && at > 0) return {text.substr(0, at), text.substr(at + 1)};
  throw Error(ErrorCode::bad_option, option,
              fmt::format("'{}' is not of the form NAME=VALUE", text));
}

// "28" or "1x28x28".
Shape extents(const std::string& text) {
  Shape shape;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;; at++) {
    int64_t value = 0;
    const auto [stopped, failure] = std::from_chars(at, end, value);
    if (failure != std::errc{} || value < 1) break;
    shape.push_back(value);
    if (stopped == end) return shape;
    if (*stopped != 'x') break;
    at = stopped;
  }
  throw Error(ErrorCode::bad_option, "--shape",
              fmt::format("'{}' is neither a positive number nor a shape like 1x28x28", text));
}

Value constant_of(const std::string& path) {
  const NpyArray array = read_npy(path);
  Value value;
  value.shape = array.shape;
  value.is_constant = true;
  for (DType dtype : {DType::f32, DType::s8, DType::u8, DType::s16, DType::u16, DType::s32,
                      DType::u32, DType::s64, DType::u64, DType::b8}) {
    if (dtype_npy_kind(dtype) != array.kind) continue;
    if (array.kind != 'f' && dtype_bytes(dtype) != array.item_bytes) continue;
    value.dtype = dtype;
    for (int64_t i = 0; i < element_count(value.shape); i++) value.constant.push_back(array.at(i));
    return value;
  }
  throw Error(ErrorCode::bad_data, path, "holds numbers of a type that no model takes");
}

ImportOptions import_options(const Choices& choices) {
  ImportOptions options;
  for (const std::string& shape : choices.shapes) {
    const auto [name, text] = named("--shape", shape);
    options.shapes[name] = extents(text);
  }
  for (const std::string& list : choices.outputs) {
    for (size_t first = 0; first <= list.size();) {
      const size_t comma = std::min(list.find(',', first), list.size());
      options.outputs.push_back(list.substr(first, comma - first));
      first = comma + 1;
    }
  }
  for (const std::string& constant : choices.constants) {
    const auto [name, path] = named("--constant", constant);
    options.constants[name] = constant_of(path);
  }
  return options;
}

Json port_json(const Value& value) {
  return {{"name", value.name},
          {"type", dtype_name(value.dtype)},
          {"shape", value.shape},
          {"scale", value.quant.scale},
          {"zero_point", value.quant.zero_point}};
}

Json summary(const Graph& graph, size_t nodes_before, const std::vector<std::string>& passes) {
  std::map<std::string, int> operators;
  int64_t macs = 0, parameters = 0;
  for (const Node& node : graph.nodes) {
    operators[node.op]++;
    if (op_of(node).macs != nullptr) macs += op_of(node).macs(graph, node);
  }
  for (const Value& value : graph.values) {
    if (value.is_constant) parameters += element_count(value.shape);
  }
  Json json{
      {"operators", operators},       {"parameters", parameters},    {"macs", macs},
      {"inputs", Json::array()},      {"outputs", Json::array()},    {"states", Json::array()},
      {"nodes_before", nodes_before}, {"nodes", graph.nodes.size()}, {"cleaned", passes}};
  for (ValueId id : graph.inputs) json["inputs"].push_back(port_json(graph[id]));
  for (ValueId id : graph.outputs) json["outputs"].push_back(port_json(graph[id]));
  for (const State& state : graph.states) json["states"].push_back(port_json(graph[state.before]));
  return json;
}

void tell(const Globals& globals, const Choices& choices, const Graph& graph, const Json& json) {
  const auto ports = [&](const std::vector<ValueId>& ids) {
    std::vector<std::string> texts;
    for (ValueId id : ids) {
      texts.push_back(fmt::format("{} {} {}", graph[id].name, dtype_name(graph[id].dtype),
                                  to_string(graph[id].shape)));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
  };
  std::vector<std::string> counts;
  for (const auto& [name, count] : json["operators"].items()) {
    counts.push_back(fmt::format("{} {}", count.get<int>(), name));
  }
  say(globals, fmt::format("input {}   output {}", ports(graph.inputs), ports(graph.outputs)));
  say(globals, fmt::format("{} parameters   {} MAC   {}", grouped(json["parameters"]),
                           grouped(json["macs"]), fmt::join(counts, ", ")));
  if (!graph.states.empty()) {
    say(globals, fmt::format("{} values are kept from run to run", graph.states.size()));
  }
  say(globals, fmt::format("{} nodes of the file became {}: {}", json["nodes_before"].get<size_t>(),
                           graph.nodes.size(),
                           fmt::join(json["cleaned"].get<std::vector<std::string>>(), ", ")));
  say(globals, "wrote " + choices.output);
}

CommandResult run(const Choices& choices, const Globals& globals) {
  Graph graph = import_model(choices.model, import_options(choices));
  const size_t nodes_before = graph.nodes.size();
  const std::vector<std::string> passes = clean(graph);
  graph = quantize_with(graph, choices.calibration);
  put_facts(graph, choices.facts);
  CommandResult done;
  done.json = summary(graph, nodes_before, passes);
  export_onnx(graph, choices.output);
  tell(globals, choices, graph, done.json);
  return done;
}

std::function<CommandResult()> define(Options& options, const Globals& globals) {
  auto choices = std::make_shared<Choices>();
  options.positional("model", choices->model, "ONNX or TFLite file");
  options.required("-o,--output", choices->output, "ONNX file to write");
  options.list("--shape", choices->shapes,
               "Extent of a symbolic dimension, or shape of an input: NAME=N, NAME=AxBxC");
  options.list("--outputs", choices->outputs,
               "Values to end at instead of the model's outputs: A,B");
  options.list("--constant", choices->constants,
               "An input that is always the same: NAME=FILE.npy; repeatable");
  add_calibration_options(options, choices->calibration);
  add_fact_options(options, choices->facts);
  return [choices, &globals] { return run(*choices, globals); };
}

}  // namespace

extern const CommandDef command_import = {
    "import", "Read an ONNX or TFLite model, clean it up and write it as ONNX", define};

}  // namespace mote
