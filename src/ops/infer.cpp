// SPDX-License-Identifier: Apache-2.0
#include "ops/infer.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "base/error.h"
#include "ops/op.h"

namespace mote {
namespace {

std::string place_of(const Node& node) {
  return fmt::format("node '{}' ({})", node.name, node.op);
}

[[noreturn]] void fail(const std::string& place, const std::string& message) {
  throw Error(ErrorCode::bad_model, place, message);
}

void check_quant(const Value& value) {
  const Quant& quant = value.quant;
  const std::string place = fmt::format("value '{}'", value.name);
  if (quant.scale.size() != quant.zero_point.size())
    fail(place, "scales and zero points differ in number");
  for (float scale : quant.scale) {
    if (!(scale > 0) || !std::isfinite(scale)) {
      fail(place, fmt::format("quantization scale {} is not a positive number", scale));
    }
  }
  if (quant.scale.size() <= 1) return;
  const int rank = static_cast<int>(value.shape.size());
  if (quant.axis < 0 || quant.axis >= rank ||
      value.shape[static_cast<size_t>(quant.axis)] != static_cast<int64_t>(quant.scale.size())) {
    fail(place, fmt::format("has {} quantization scales along axis {}, but shape {}",
                            quant.scale.size(), quant.axis, to_string(value.shape)));
  }
}

void check_value(const Value& value) {
  check_quant(value);
  for (int64_t extent : value.shape) {
    if (extent < 0)
      fail("value '" + value.name + "'", "has a negative extent: " + to_string(value.shape));
  }
  if (!value.is_constant) return;
  if (static_cast<int64_t>(value.constant.size()) != element_count(value.shape)) {
    fail(fmt::format("constant '{}'", value.name),
         fmt::format("has {} elements, but shape {}", value.constant.size(),
                     to_string(value.shape)));
  }
}

// Ids in range, each value written once and before it is read.
void check_order(const Graph& graph) {
  std::vector<bool> known(graph.values.size(), false);
  const auto at = [&](ValueId id, const std::string& place) -> std::vector<bool>::reference {
    const auto index = static_cast<size_t>(id);
    if (index >= graph.values.size()) fail(place, "names a value that is not there");
    return known[index];
  };
  for (size_t i = 0; i < graph.values.size(); i++) known[i] = graph.values[i].is_constant;
  for (ValueId id : graph.inputs) at(id, "graph input") = true;
  for (const State& state : graph.states) at(state.before, "graph state") = true;
  for (const Node& node : graph.nodes) {
    for (ValueId id : node.inputs) {
      if (id != kNoValue && !at(id, place_of(node))) {
        fail(place_of(node), fmt::format("reads '{}' before it is computed", graph[id].name));
      }
    }
    for (ValueId id : node.outputs) {
      auto written = at(id, place_of(node));
      if (written)
        fail(place_of(node), fmt::format("writes '{}', which has a value already", graph[id].name));
      written = true;
    }
  }
  for (ValueId id : graph.outputs) {
    if (!at(id, "graph output")) fail("graph output '" + graph[id].name + "'", "is never computed");
  }
  for (const State& state : graph.states) {
    const Value& before = graph[state.before];
    if (!at(state.after, "graph state")) fail("state '" + before.name + "'", "is never computed");
    const Value& after = graph[state.after];
    if (before.shape != after.shape || before.dtype != after.dtype || before.quant != after.quant) {
      fail(fmt::format("state '{}'", before.name),
           fmt::format("is {} {}, but becomes {} {}", dtype_name(before.dtype),
                       to_string(before.shape), dtype_name(after.dtype), to_string(after.shape)));
    }
  }
}

}  // namespace

void infer(Graph& graph) {
  for (const Node& node : graph.nodes) {
    const OpDef& op = op_of(node);
    if (op.infer == nullptr) {
      fail(place_of(node), "stands for other operators that should have taken its place");
    }
    try {
      op.infer(graph, node);
    } catch (const Error& error) {
      throw Error(error.code, place_of(node), error.what(), error.help);
    }
  }
}

void verify(const Graph& graph) {
  if (graph.outputs.empty()) fail("graph", "has no outputs");
  check_order(graph);
  std::set<std::string> names;
  for (const Value& value : graph.values) {
    check_value(value);
    if (!names.insert(value.name).second)
      fail("value '" + value.name + "'", "has a name used twice");
  }
  Graph inferred = graph;
  infer(inferred);
  for (size_t i = 0; i < graph.values.size(); i++) {
    const Value& stated = graph.values[i];
    const Value& found = inferred.values[i];
    if (stated.shape == found.shape && stated.dtype == found.dtype) continue;
    fail(fmt::format("value '{}'", stated.name),
         fmt::format("is stated as {} {}, but computes as {} {}", dtype_name(stated.dtype),
                     to_string(stated.shape), dtype_name(found.dtype), to_string(found.shape)));
  }
}

}  // namespace mote
