// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "base/error.h"
#include "forms/form.h"
#include "passes/channels_last.h"
#include "plan/bands.h"
#include "plan/joins.h"
#include "plan/order.h"

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

using Lowering = std::function<Lowered(const Graph& graph, const Node& node)>;

// Works out, node by node, which bytes each value is. A value may begin before the one whose slot
// it shares: where values are in their slot is counted from the first one, and from the slot's
// beginning only when all are known.
class Planner {
 public:
  Planner(Plan& plan, Lowering lowering)
      : plan_(plan),
        graph_(plan.graph),
        lower_(std::move(lowering)),
        slot_of_(graph_.values.size(), -1),
        inside_(graph_.values.size(), 0) {
    plan_.locations.resize(graph_.values.size());
    for (const Value& value : graph_.values) {
      if (!value.is_constant)
        plan_.arena_word = std::max<int64_t>(plan_.arena_word, dtype_bytes(value.dtype));
    }
    joins_ = find_joins(graph_, plan_.arena_word);
  }

  // All but where in the arena slots are.
  void lay_out() {
    for (size_t i = 0; i < graph_.inputs.size(); i++) {
      const ValueId id = graph_.inputs[i];
      location(id) = {Place::input, static_cast<int>(i), 0};
      open_slot(id, -1);
    }
    for (const State& state : graph_.states) {
      location(state.before).place = Place::arena;
      open_slot(state.before, -1);
      slot(static_cast<size_t>(state.before)).last = end();
    }
    const size_t count = graph_.nodes.size();
    for (size_t i = 0; i < count; i++) place_node(i);
    for (const State& state : graph_.states) save_state(state);
    plan_.live_bytes = largest_live(plan_.slots, plan_.arena_word);
  }

  void run() {
    lay_out();
    plan_.arena_bytes = place_slots(plan_.slots, plan_.arena_word);
    for (size_t i = 0; i < graph_.values.size(); i++) {
      if (plan_.locations[i].place == Place::arena) plan_.locations[i].offset = offset_of(i);
    }
    for (ValueId id : graph_.inputs) {
      plan_.input_offsets.push_back(offset_of(static_cast<size_t>(id)));
    }
    for (const Scratch& scratch : scratches_) {
      plan_.steps[scratch.step].scratch.push_back(scratch.is == kNoValue
                                                      ? plan_.slots[scratch.slot].offset
                                                      : offset_of(static_cast<size_t>(scratch.is)));
    }
  }

 private:
  // A KernelScratch argument: a slot of its own, or the bytes of a value.
  struct Scratch {
    size_t step, slot;
    ValueId is;
  };

  // Behind the nodes, and those that save the states.
  int end() const { return static_cast<int>(graph_.nodes.size() + graph_.states.size()); }

  Location& location(ValueId id) { return plan_.locations[static_cast<size_t>(id)]; }
  Slot& slot(size_t value) { return plan_.slots[static_cast<size_t>(slot_of_[value])]; }

  // Where in its slot the value with the lowest address begins.
  int64_t& begin_of(size_t value) { return begins_[static_cast<size_t>(slot_of_[value])]; }

  int64_t offset_of(size_t value) { return slot(value).offset + inside_[value] - begin_of(value); }

  size_t new_slot(const Slot& one) {
    plan_.slots.push_back(one);
    begins_.push_back(0);
    return plan_.slots.size() - 1;
  }

  const Join& join(ValueId id) const { return joins_[static_cast<size_t>(id)]; }

  // Bytes that have to be there for a value and what will be joined to it.
  int64_t reach_of(ValueId id) const { return std::max(bytes_of(graph_[id]), join(id).reach); }

  void open_slot(ValueId id, int first) {
    slot_of_[static_cast<size_t>(id)] = static_cast<int>(
        new_slot({reach_of(id), first, std::max(first, last_reader(graph_, id)), 0}));
    if (join(id).reach > 0) grow(id, first);
  }

  // From this step on all that comes before the end of y is in use.
  void grow(ValueId y, int step) {
    const auto at = static_cast<size_t>(y);
    slot(at).growth.push_back({step, inside_[at] - begin_of(at) + bytes_of(graph_[y])});
  }

  // The bytes of x from `offset` on under another name; the slot stays in use for the new readers.
  void alias(ValueId x, ValueId y, int64_t offset) {
    location(y) = location(x);
    location(y).offset += offset;
    slot_of_[static_cast<size_t>(y)] = slot_of_[static_cast<size_t>(x)];
    inside_[static_cast<size_t>(y)] = inside_[static_cast<size_t>(x)] + offset;
    if (slot_of_[static_cast<size_t>(y)] >= 0) extend(y);
  }

  void extend(ValueId y) {
    Slot& shared = slot(static_cast<size_t>(y));
    shared.last = std::max(shared.last, last_reader(graph_, y));
    shared.bytes = std::max(shared.bytes, bytes_of(graph_[y]));
  }

  // Lets y overwrite x, whose last reader is step `i`, from `lead` bytes before it on. False when a
  // slot of its own is no larger than what that would add to the slot.
  bool overwrite(ValueId x, ValueId y, std::optional<int64_t> lead, int i) {
    const auto from = static_cast<size_t>(x), to = static_cast<size_t>(y);
    Slot& shared = slot(from);
    const int64_t word = plan_.arena_word, bytes = bytes_of(graph_[y]);
    const int64_t before = (lead.value_or(0) + word - 1) / word * word;
    const int64_t at = inside_[from] - before;
    const int64_t lower = std::max<int64_t>(0, begin_of(from) - at);
    const int64_t end = begin_of(from) + shared.bytes_from(i);
    const int64_t upper = std::max<int64_t>(0, at + bytes - end);
    const bool may_grow = lead.has_value() && shared.shrinks_at > i;
    if (lower + upper >= bytes || (upper > 0 && !may_grow)) return false;
    slot_of_[to] = slot_of_[from];
    inside_[to] = at;
    location(y).place = Place::arena;
    begin_of(to) -= lower;
    shared.bytes += lower + upper;
    for (Slot::Growth& growth : shared.growth) growth.bytes += lower;
    if (!shared.growth.empty()) shared.growth.push_back({i, shared.bytes});
    shared.kept_bytes += shared.kept_bytes > 0 ? lower : 0;
    shared.last = std::max(shared.last, last_reader(graph_, y));
    // While the step runs, all is in use; then what is behind y is free.
    const int64_t kept = at + bytes - begin_of(to);
    if (kept < shared.bytes_from(i)) {
      shared.shrinks_at = std::min(shared.shrinks_at, i + 1);
      shared.kept_bytes = std::max(shared.kept_bytes, kept);
    }
    return true;
  }

  // Whether nothing needs the bytes of x once node `i` has run.
  bool is_last_use(ValueId x, int i) {
    const int of_x = slot_of_[static_cast<size_t>(x)];
    if (of_x < 0 || plan_.slots[static_cast<size_t>(of_x)].last != i) return false;
    const auto& inputs = graph_.nodes[static_cast<size_t>(i)].inputs;
    return std::count_if(inputs.begin(), inputs.end(), [&](ValueId id) {
             return id != kNoValue && slot_of_[static_cast<size_t>(id)] == of_x;
           }) == 1;
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
      slot(static_cast<size_t>(y)).last = end();
    }
    plan_.graph.nodes.push_back({graph_[x].name, "identity", {y}, {x}});
    plan_.steps.push_back({graph_.nodes.size() - 1, {"copy", {y, bytes_of(graph_[y]), x}}});
  }

  void place_node(size_t i) {
    const Node& node = graph_.nodes[i];
    const ValueId x = node.inputs[0], y = node.outputs[0];
    if (join(y).is_whole) {
      alias(x, y, 0);
      return;
    }
    Lowered lowered = lower_(graph_, node);
    if (lowered.sharing == Sharing::same) {
      const int64_t offset = -lowered.lead.value_or(0);
      if (may_be_alias(i, offset)) {
        alias(x, y, offset);
        return;
      }
      lowered.sharing = Sharing::none;
      if (bytes_of(graph_[x]) == bytes_of(graph_[y])) {
        lowered.call = {"copy", {x, bytes_of(graph_[x]), y}};
      }
    }
    for (size_t k = 0; k < node.outputs.size(); k++) place_output(i, k, lowered);
    Step step{i, lowered.call, {}, lowered.scales, lowered.counts};
    for (const KernelArgument& argument : step.call.arguments) {
      if (const auto* scratch = std::get_if<KernelScratch>(&argument)) place_scratch(i, *scratch);
    }
    plan_.steps.push_back(std::move(step));
  }

  // Whether the output of node `i`, which is a part of operand 0, stays where it is.
  bool may_be_alias(size_t i, int64_t offset) const {
    const ValueId x = graph_.nodes[i].inputs[0], y = graph_.nodes[i].outputs[0];
    const bool is_joined = join(y).start != kNoValue || join(y).reach > 0;
    if (is_joined || index_in(graph_.outputs, y)) return false;
    if (plan_.locations[static_cast<size_t>(x)].place == Place::constant) return false;
    if (bytes_of(graph_[x]) == bytes_of(graph_[y])) return true;
    for (const State& state : graph_.states) {
      if (state.after == y) return false;  // other states may be saved over x first
    }
    // All of x would stay for what may be a small part of it.
    constexpr int soon = 3;
    const int of_x = slot_of_[static_cast<size_t>(x)];
    const int end = of_x < 0 ? 0 : plan_.slots[static_cast<size_t>(of_x)].last;
    return offset % plan_.arena_word == 0 &&
           last_reader(graph_, y) <= std::max(end, static_cast<int>(i) + soon);
  }

  void place_output(size_t i, size_t k, const Lowered& lowered) {
    const Node& node = graph_.nodes[i];
    const ValueId x = node.inputs[0], y = node.outputs[k];
    const int step = static_cast<int>(i);
    const int first_state = op_of(node).state_operand;
    const bool is_state = first_state >= 0 && k > 0;
    const size_t state_at = static_cast<size_t>(first_state) + k - 1;
    const ValueId state = is_state && node.has_input(state_at) ? node.inputs[state_at] : kNoValue;
    if (is_state && updates_in_place(state, y)) {
      alias(state, y, 0);
      return;
    }
    if (const auto output = index_in(graph_.outputs, y)) {
      location(y) = {Place::output, *output, 0};
    } else if (join(y).start != kNoValue) {
      alias(join(y).start, y, join(y).offset);
      grow(y, step);
    } else if (join(y).reach > 0 || lowered.sharing != Sharing::overwrite ||
               !is_last_use(x, step) || !overwrite(x, y, lowered.lead, step)) {
      location(y).place = Place::arena;
      open_slot(y, step);
    }
    if (is_state) prepare_state(i, state, y);
  }

  // For the step that comes next.
  void place_scratch(size_t i, const KernelScratch& scratch) {
    const int step = static_cast<int>(i);
    const ValueId x = scratch.may_be;
    const bool is_free =
        x != kNoValue && is_last_use(x, step) && (bytes_of(graph_[x]) + 3) / 4 * 4 >= scratch.bytes;
    scratches_.push_back({plan_.steps.size(), is_free ? 0 : new_slot({scratch.bytes, step, step}),
                          is_free ? x : kNoValue});
  }

  Plan& plan_;
  const Graph& graph_;
  const Lowering lower_;
  std::vector<Join> joins_;
  std::vector<int> slot_of_;     // index into plan_.slots for each value, -1: none
  std::vector<int64_t> inside_;  // of each value: where in its slot, see begin_of
  std::vector<int64_t> begins_;  // of each slot
  std::vector<Scratch> scratches_;
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

Plan plan_in_order(const Graph& graph, const Target& target, Proofs& proofs) {
  Plan result;
  result.graph = graph;
  Planner(result, [&](const Graph& all, const Node& node) {
    return lower(all, node, target, proofs);
  }).run();
  return result;
}

// Near enough: operators' own kernels stand for those of the target.
Needs needs_of(const Graph& graph) {
  Plan result;
  result.graph = graph;
  Planner planner(result, [](const Graph& all, const Node& node) {
    const OpDef& op = op_of(node);
    Lowered lowered;
    if (op.sharing != nullptr) lowered.sharing = op.sharing(all, node);
    if (lowered.sharing != Sharing::none && op.lead != nullptr) lowered.lead = op.lead(all, node);
    return lowered;
  });
  planner.lay_out();
  return {result.live_bytes, static_cast<int64_t>(result.steps.size())};
}

Plan plan_whole(const Graph& lowered, const Target& target, Proofs& proofs) {
  Plan result = plan_in_order(lowered, target, proofs);
  const Graph other = ordered_for_few_bytes(lowered);
  if (other.nodes == lowered.nodes) return result;
  Plan reordered = plan_in_order(other, target, proofs);
  return reordered.arena_bytes < result.arena_bytes ? reordered : result;
}

}  // namespace

Plan plan(const Graph& graph, const Target& target) {
  if (graph.inputs.empty()) {
    throw Error(ErrorCode::unsupported_type, "model", "has no input: its outputs are constants");
  }
  Graph lowered = graph;
  channels_last(lowered);
  own_outputs(lowered);
  Proofs proofs;
  Plan best = plan_whole(lowered, target, proofs);
  while (const auto banded = in_bands(best, needs_of)) {
    Plan rolled = plan_in_order(*banded, target, proofs);
    if (rolled.arena_bytes >= best.arena_bytes) break;
    best = std::move(rolled);
  }
  return best;
}

int64_t weight_bytes(const Graph& graph, std::span<const Step> steps) {
  // Equal arrays are stored once.
  std::set<std::pair<DType, Tensor>> arrays;
  for (const Step& step : steps) {
    for (const auto& argument : step.call.arguments) {
      if (const auto* data = std::get_if<KernelData>(&argument)) {
        arrays.insert({data->dtype, data->elements});
      } else if (const auto* id = std::get_if<ValueId>(&argument)) {
        const Value& value = graph[*id];
        if (value.is_constant) arrays.insert({value.dtype, value.constant});
      }
    }
  }
  int64_t bytes = 0;
  for (const auto& [dtype, elements] : arrays) {
    bytes += static_cast<int64_t>(elements.size()) * dtype_bytes(dtype);
  }
  return bytes;
}

}  // namespace mote
