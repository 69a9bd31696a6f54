// SPDX-License-Identifier: Apache-2.0
// mote analyze: what a model costs, layer by layer; no board and no data needed.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/deployed.h"
#include "cli/model.h"
#include "plan/cost.h"

namespace mote {
namespace {

struct Choices {
  std::string model, target = "cortex-m0", clock = "48MHz";
  int64_t hop = 0;
};

// Bytes of the arena in use while a step runs.
int64_t live_bytes(const Plan& planned, int step) {
  int64_t sum = 0;
  for (const Slot& slot : planned.slots) {
    if (slot.first <= step && step <= slot.last) sum += slot.bytes_from(step);
  }
  return sum;
}

// What goes in or comes out: real = scale * (stored - zero_point) where there are scales.
Json ports_json(const Graph& graph, const std::vector<ValueId>& ids) {
  Json ports = Json::array();
  for (const ValueId id : ids) {
    const Value& value = graph[id];
    ports.push_back({{"name", value.name},
                     {"type", dtype_name(value.dtype)},
                     {"shape", value.shape},
                     {"scale", value.quant.scale},
                     {"zero_point", value.quant.zero_point}});
  }
  return ports;
}

std::string bar(int64_t part, int64_t whole) {
  constexpr int64_t width = 12;
  const int64_t full = whole == 0 ? 0 : (part * width + whole - 1) / whole;
  std::string text = "▕";
  for (int64_t i = 0; i < width; i++) text += i < full ? "█" : " ";
  return text + "▏";
}

Json layers_json(const Plan& planned, const Target& target) {
  Json layers = Json::array();
  const bool has_cycles = has_costs(target);
  for (const Step& step : planned.steps) {
    const Node& node = planned.graph.nodes[step.node];
    const OpDef& op = op_of(node);
    const Cost cost = predicted_cost(planned, step, target);
    const auto count = [&](double number) {
      return has_cycles ? Json(std::llround(number)) : Json(nullptr);
    };
    layers.push_back({{"name", node.name},
                      {"op", node.op},
                      {"kernel", step.call.kernel},
                      {"output", planned.graph[node.outputs[0]].shape},
                      {"macs", op.macs == nullptr ? 0 : op.macs(planned.graph, node)},
                      {"weight_bytes", weight_bytes(planned.graph, {&step, 1})},
                      {"ram_live_bytes", live_bytes(planned, static_cast<int>(step.node))},
                      {"instructions", count(cost.instructions)},
                      {"cycles", count(cost.cycles)},
                      {"cycles_fitted", cost.is_fitted},
                      {"work", work_of(planned, step)}});
  }
  return layers;
}

std::string layer_table(const Json& layers, int64_t arena) {
  std::vector<std::vector<std::string>> rows{
      {"#", "layer", "type", "output", "flash", "MAC", "cycles", "RAM live", ""}};
  for (size_t i = 0; i < layers.size(); i++) {
    const Json& layer = layers[i];
    const auto live = layer["ram_live_bytes"].get<int64_t>();
    const std::string about = layer["cycles_fitted"].get<bool>() ? "" : "~ ";
    const std::string cycles = layer["cycles"].is_null() ? "-" : about + grouped(layer["cycles"]);
    rows.push_back({std::to_string(i + 1), layer["name"], layer["op"],
                    to_string(layer["output"].get<Shape>()), grouped(layer["weight_bytes"]),
                    grouped(layer["macs"]), cycles, grouped(live), bar(live, arena)});
  }
  return table(rows);
}

int64_t total_of(const Json& layers, const char* key) {
  int64_t total = 0;
  for (const Json& layer : layers) total += layer[key].is_null() ? 0 : layer[key].get<int64_t>();
  return total;
}

std::string cycles_text(int64_t cycles, const Target& target, double clock_hz) {
  if (cycles == 0) return target.name + ": no model of its cycles";
  return fmt::format(
      "{} cycles on {}, {:.4g} ms at {:.4g} MHz: a model fitted to measurements; "
      "'mote run' counts",
      grouped(cycles), target.name, 1e3 * static_cast<double>(cycles) / clock_hz, clock_hz / 1e6);
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Target& target = find_target(options.target);
  const double clock_hz = parse_frequency(options.clock, "--clock");
  const Graph graph = as_deployed(load_model(options.model), options.hop);
  const Plan planned = plan(graph, target);
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "model").string();
  write_library(emit(planned, "model", target), path);
  const Measurement size = measure_size(path, target);
  const Json layers = layers_json(planned, target);
  const int64_t macs = total_of(layers, "macs"), cycles = total_of(layers, "cycles");
  say(globals,
      fmt::format("model {}   input {} {}   output {} {}   {} MAC", options.model,
                  dtype_name(graph[graph.inputs[0]].dtype), to_string(graph[graph.inputs[0]].shape),
                  dtype_name(graph[graph.outputs[0]].dtype),
                  to_string(graph[graph.outputs[0]].shape), grouped(macs)));
  say(globals, layer_table(layers, planned.arena_bytes));
  say(globals, fmt::format("flash {} = weights {} + code {}    RAM {} arena (no order of these "
                           "layers needs less than {}) + stack",
                           human_size(size.flash_bytes), human_size(size.weight_bytes),
                           human_size(size.code_bytes), human_size(planned.arena_bytes),
                           human_size(planned.live_bytes)));
  say(globals, cycles_text(cycles, target, clock_hz));
  CommandResult done;
  done.json = {
      {"target", target.name},
      {"inputs", ports_json(graph, graph.inputs)},
      {"outputs", ports_json(graph, graph.outputs)},
      {"flash_bytes", size.flash_bytes},
      {"code_bytes", size.code_bytes},
      {"weight_bytes", size.weight_bytes},
      {"arena_bytes", planned.arena_bytes},
      {"arena_bound_bytes", planned.live_bytes},
      {"macs", macs},
      {"cycles", has_costs(target) ? Json(cycles) : Json(nullptr)},
      {"cycles_are", "a model fitted to measurements"},
      {"clock_hz", clock_hz},
      {"milliseconds", has_costs(target) ? Json(1e3 * double(cycles) / clock_hz) : Json(nullptr)},
      {"layers", layers}};
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "ONNX file");
  app.text("-t,--target", options->target, "What it would run on; see 'mote targets'");
  app.text("--clock", options->clock, "The core's clock, for the time a run takes");
  app.count(
      "--hop", options->hop,
      "The library computes windows that begin so many samples after one another, as generate "
      "--hop has it");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_analyze = {
    "analyze", "Flash, RAM and work of a model, layer by layer", define};

}  // namespace mote
