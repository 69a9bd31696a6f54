// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "passes/channels_last.h"

namespace mote {
namespace {

int64_t bytes_of(const Value& value) {
  return element_count(value.shape) * dtype_bytes(value.dtype);
}

int last_reader(const Graph& graph, ValueId id) {
  int last = -1;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const auto& inputs = graph.nodes[i].inputs;
    if (std::find(inputs.begin(), inputs.end(), id) != inputs.end()) last = static_cast<int>(i);
  }
  return last;
}

std::optional<int> index_in(const std::vector<ValueId>& ids, ValueId id) {
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found == ids.end()) return std::nullopt;
  return static_cast<int>(found - ids.begin());
}

Sharing sharing_of(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.sharing == nullptr ? Sharing::none : op.sharing(graph, node);
}

// Works out, node by node, which bytes each value is.
class Planner {
 public:
  explicit Planner(Plan& plan)
      : plan_(plan), graph_(plan.graph), slot_of_(graph_.values.size(), -1) {
    plan_.locations.resize(graph_.values.size());
  }

  void run() {
    for (size_t i = 0; i < graph_.inputs.size(); i++) {
      const ValueId id = graph_.inputs[i];
      location(id) = {Place::input, static_cast<int>(i), 0};
      open_slot(id, -1);
    }
    for (const State& state : graph_.states) {
      location(state.before).place = Place::arena;
      open_slot(state.before, -1);
      slot(static_cast<size_t>(state.before)).last = static_cast<int>(graph_.nodes.size());
    }
    for (size_t i = 0; i < graph_.nodes.size(); i++) place_node(i);
    for (const State& state : graph_.states) save_state(state);
    plan_.live_bytes = largest_live(plan_.slots);
    plan_.arena_bytes = place_slots(plan_.slots);
    for (size_t i = 0; i < graph_.values.size(); i++) {
      if (plan_.locations[i].place == Place::arena) plan_.locations[i].offset = slot(i).offset;
    }
    for (ValueId id : graph_.inputs) {
      plan_.input_offsets.push_back(slot(static_cast<size_t>(id)).offset);
    }
  }

 private:
  Location& location(ValueId id) { return plan_.locations[static_cast<size_t>(id)]; }
  Slot& slot(size_t value) { return plan_.slots[static_cast<size_t>(slot_of_[value])]; }

  void open_slot(ValueId id, int first) {
    slot_of_[static_cast<size_t>(id)] = static_cast<int>(plan_.slots.size());
    plan_.slots.push_back(
        {bytes_of(graph_[id]), first, std::max(first, last_reader(graph_, id)), 0});
  }

  // The same bytes under another name; the slot stays in use for the new readers.
  void alias(ValueId x, ValueId y) {
    location(y) = location(x);
    slot_of_[static_cast<size_t>(y)] = slot_of_[static_cast<size_t>(x)];
    if (slot_of_[static_cast<size_t>(y)] >= 0) extend(y);
  }

  void extend(ValueId y) {
    Slot& shared = slot(static_cast<size_t>(y));
    shared.last = std::max(shared.last, last_reader(graph_, y));
    shared.bytes = std::max(shared.bytes, bytes_of(graph_[y]));
  }

  // y has overwritten the slot at step `i` and may be smaller than what was there. While the step
  // runs, both are in use.
  void shrink(ValueId y, int i) {
    Slot& shared = slot(static_cast<size_t>(y));
    extend(y);
    const int64_t bytes = bytes_of(graph_[y]);
    if (bytes >= shared.bytes_from(i)) return;
    shared.shrinks_at = std::min(shared.shrinks_at, i + 1);
    shared.kept_bytes = std::max(shared.kept_bytes, bytes);
  }

  // Whether nothing needs the bytes of x once node `i` has run.
  bool is_last_use(ValueId x, int i) {
    const int of_x = slot_of_[static_cast<size_t>(x)];
    return of_x >= 0 && plan_.slots[static_cast<size_t>(of_x)].last == i &&
           std::count(graph_.nodes[static_cast<size_t>(i)].inputs.begin(),
                      graph_.nodes[static_cast<size_t>(i)].inputs.end(), x) == 1;
  }

  // Whether output k of a node, which updates a state in place, is what the graph keeps of it.
  bool updates_in_place(ValueId x, ValueId y) const {
    const auto is_both = [&](const State& state) { return state.before == x && state.after == y; };
    return x != kNoValue && use_count(graph_, x) == 1 && !index_in(graph_.outputs, y) &&
           std::any_of(graph_.states.begin(), graph_.states.end(), is_both);
  }

  // The kernel of node `i` finds the state it updates where it leaves it.
  void prepare_state(size_t i, ValueId x, ValueId y) {
    if (updates_in_place(x, y)) return;
    const Value& value = graph_[y];
    if (x != kNoValue) {
      plan_.steps.push_back({i, {"copy", {x, bytes_of(value), y}}});
      return;
    }
    const int64_t zero = value.quant.empty() ? 0 : value.quant.zero_point[0];
    plan_.steps.push_back(
        {i,
         {"fill_" + std::string(dtype_name(value.dtype)), {y, element_count(value.shape), zero}}});
  }

  void save_state(const State& state) {
    const ValueId x = state.before, y = state.after;
    const bool is_in_place = location(y).place == Place::arena &&
                             slot_of_[static_cast<size_t>(x)] == slot_of_[static_cast<size_t>(y)];
    if (is_in_place) return;
    if (location(y).place == Place::arena) {
      slot(static_cast<size_t>(y)).last = static_cast<int>(graph_.nodes.size());
    }
    plan_.steps.push_back({graph_.nodes.size() - 1, {"copy", {y, bytes_of(graph_[y]), x}}});
  }

  void place_node(size_t i) {
    const Node& node = graph_.nodes[i];
    const Sharing sharing = sharing_of(graph_, node);
    const int first_state = op_of(node).state_operand;
    const ValueId x = node.inputs[0];
    for (size_t k = 0; k < node.outputs.size(); k++) {
      const ValueId y = node.outputs[k];
      const auto output = index_in(graph_.outputs, y);
      const size_t state_at = static_cast<size_t>(first_state) + k - 1;
      const bool is_state = first_state >= 0 && k > 0;
      const ValueId state = is_state && node.has_input(state_at) ? node.inputs[state_at] : kNoValue;
      if (is_state && updates_in_place(state, y)) {
        alias(state, y);
        continue;
      }
      if (output) {
        location(y) = {Place::output, *output, 0};
      } else if (sharing == Sharing::same && location(x).place != Place::constant) {
        alias(x, y);
        return;
      } else if (sharing == Sharing::overwrite && is_last_use(x, static_cast<int>(i)) &&
                 bytes_of(graph_[y]) <=
                     slot(static_cast<size_t>(x)).bytes_from(static_cast<int>(i))) {
        slot_of_[static_cast<size_t>(y)] = slot_of_[static_cast<size_t>(x)];
        location(y).place = Place::arena;
        shrink(y, static_cast<int>(i));
      } else {
        location(y).place = Place::arena;
        open_slot(y, static_cast<int>(i));
      }
      if (is_state) prepare_state(i, state, y);
    }
    Step step{i, kernel_call(node, sharing)};
    for (const KernelArgument& argument : step.call.arguments) {
      if (const auto* scratch = std::get_if<KernelScratch>(&argument)) {
        step.scratch.push_back(plan_.slots.size());
        plan_.slots.push_back({scratch->bytes, static_cast<int>(i), static_cast<int>(i)});
      }
    }
    plan_.steps.push_back(std::move(step));
  }

  KernelCall kernel_call(const Node& node, Sharing sharing) const {
    if (sharing == Sharing::same) {
      return {"copy", {node.inputs[0], bytes_of(graph_[node.inputs[0]]), node.outputs[0]}};
    }
    const OpDef& op = op_of(node);
    try {
      if (op.call != nullptr) return op.call(graph_, node);
    } catch (const Error& error) {
      throw Error(error.code, "node '" + node.name + "' (" + node.op + ")", error.what(),
                  error.help);
    }
    throw Error(ErrorCode::unsupported_type, "node '" + node.name + "'",
                "operator " + node.op + " has no device kernel");
  }

  Plan& plan_;
  const Graph& graph_;
  std::vector<int> slot_of_;  // index into plan_.slots for each value, -1: none
};

// An output that is a constant, an input, a state or another output becomes a copy of it.
void own_outputs(Graph& graph) {
  for (size_t i = 0; i < graph.outputs.size(); i++) {
    const ValueId id = graph.outputs[i];
    const auto earlier = graph.outputs.begin() + static_cast<std::ptrdiff_t>(i);
    if (producer(graph, id) >= 0 && std::find(graph.outputs.begin(), earlier, id) == earlier)
      continue;
    Value copy = graph[id];
    copy.name = graph.fresh_name(copy.name + "_copy");
    copy.is_constant = false;
    copy.constant.clear();
    graph.outputs[i] = graph.add(copy);
    graph.nodes.push_back({copy.name, "identity", {id}, {graph.outputs[i]}});
  }
}

}  // namespace

Plan plan(const Graph& graph) {
  if (graph.inputs.empty()) {
    throw Error(ErrorCode::unsupported_type, "model", "has no input: its outputs are constants");
  }
  Plan result;
  result.graph = graph;
  channels_last(result.graph);
  own_outputs(result.graph);
  Planner(result).run();
  return result;
}

int64_t weight_bytes(const Plan& plan) {
  int64_t bytes = 0;
  for (const Step& step : plan.steps) {
    for (const auto& argument : step.call.arguments) {
      if (const auto* data = std::get_if<KernelData>(&argument)) {
        bytes += static_cast<int64_t>(data->elements.size()) * dtype_bytes(data->dtype);
      } else if (const auto* id = std::get_if<ValueId>(&argument)) {
        if (plan.graph[*id].is_constant) bytes += bytes_of(plan.graph[*id]);
      }
    }
  }
  return bytes;
}

}  // namespace mote
