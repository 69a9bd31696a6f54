// SPDX-License-Identifier: Apache-2.0
#include "ir/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/error.h"

namespace mote {
namespace {

struct DTypeRow {
  std::string_view name;
  int bytes;
  std::string_view c_type;
  char npy_kind;
};

constexpr DTypeRow dtype_rows[] = {
#define MOTE_DTYPE_ROW(name, bytes, c_type, kind) {#name, bytes, c_type, kind},
    MOTE_DTYPES(MOTE_DTYPE_ROW)
#undef MOTE_DTYPE_ROW
};

const DTypeRow& row(DType dtype) {
  return dtype_rows[static_cast<size_t>(dtype)];
}

template <typename T>
T attribute(const Node& node, const std::string& key, const T& otherwise) {
  const auto found = node.attrs.find(key);
  if (found == node.attrs.end()) return otherwise;
  if (const T* value = std::get_if<T>(&found->second)) return *value;
  throw Error(ErrorCode::bad_model, "", "attribute '" + key + "' has a wrong type");
}

}  // namespace

std::string_view dtype_name(DType dtype) {
  return row(dtype).name;
}
std::string_view dtype_c_type(DType dtype) {
  return row(dtype).c_type;
}
int dtype_bytes(DType dtype) {
  return row(dtype).bytes;
}
char dtype_npy_kind(DType dtype) {
  return row(dtype).npy_kind;
}

std::optional<DType> find_dtype(std::string_view name) {
  for (size_t i = 0; i < std::size(dtype_rows); i++) {
    if (dtype_rows[i].name == name) return DType(i);
  }
  return std::nullopt;
}

int64_t element_count(const Shape& shape) {
  constexpr int64_t most = int64_t{1} << 56;  // more than any memory: lies do not overflow
  int64_t count = 1;
  for (int64_t extent : shape) {
    if (__builtin_mul_overflow(count, extent, &count)) return most;
  }
  return std::clamp(count, -most, most);
}

std::string to_string(const Shape& shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

int64_t Node::integer(const std::string& key, int64_t otherwise) const {
  return attribute(*this, key, otherwise);
}
double Node::number(const std::string& key, double otherwise) const {
  return attribute(*this, key, otherwise);
}
std::string Node::text(const std::string& key, const std::string& otherwise) const {
  return attribute(*this, key, otherwise);
}
std::vector<int64_t> Node::integers(const std::string& key,
                                    const std::vector<int64_t>& otherwise) const {
  return attribute(*this, key, otherwise);
}

ValueId Graph::add(Value value) {
  values.push_back(std::move(value));
  return ValueId(static_cast<int32_t>(values.size()) - 1);
}

ValueId Graph::add_constant(std::string name, DType dtype, Shape shape, Tensor elements,
                            Quant quant) {
  return add(
      {fresh_name(name), dtype, std::move(shape), std::move(quant), std::move(elements), true});
}

size_t Graph::index_of(ValueId id) const {
  const auto index = static_cast<size_t>(id);
  if (index < values.size()) return index;
  throw Error(ErrorCode::bad_model, "", "an operand is missing");
}

std::string Graph::fresh_name(const std::string& stem) const {
  bool is_taken = false;
  std::set<int> taken;  // n of each stem_n
  for (const Value& value : values) {
    if (!value.name.starts_with(stem)) continue;
    is_taken = is_taken || value.name.size() == stem.size();
    const char* const end = value.name.data() + value.name.size();
    const char* const behind = value.name.data() + stem.size();
    int n = 0;
    if (end - behind > 1 && *behind == '_' && std::from_chars(behind + 1, end, n).ptr == end) {
      taken.insert(n);
    }
  }
  if (!is_taken) return stem;
  int n = 2;
  while (taken.contains(n)) n++;
  return fmt::format("{}_{}", stem, n);
}

int use_count(const Graph& graph, ValueId id) {
  int count = 0;
  for (const Node& node : graph.nodes) {
    count += static_cast<int>(std::count(node.inputs.begin(), node.inputs.end(), id));
  }
  for (const State& state : graph.states) count += state.after == id ? 1 : 0;
  return count + static_cast<int>(std::count(graph.outputs.begin(), graph.outputs.end(), id));
}

int producer(const Graph& graph, ValueId id) {
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const std::vector<ValueId>& outputs = graph.nodes[i].outputs;
    if (std::find(outputs.begin(), outputs.end(), id) != outputs.end()) return static_cast<int>(i);
  }
  return -1;
}

void replace_uses(Graph& graph, ValueId from, ValueId to) {
  for (Node& node : graph.nodes) std::replace(node.inputs.begin(), node.inputs.end(), from, to);
  std::replace(graph.outputs.begin(), graph.outputs.end(), from, to);
  for (State& state : graph.states) {
    if (state.after == from) state.after = to;
  }
}

void compact(Graph& graph) {
  std::vector<ValueId> renumbered(graph.values.size(), kNoValue);
  std::vector<Value> kept;
  const auto visit_one = [&](ValueId& id) {
    if (id == kNoValue) return;
    ValueId& new_id = renumbered[static_cast<size_t>(id)];
    if (new_id == kNoValue) {
      new_id = ValueId(static_cast<int32_t>(kept.size()));
      kept.push_back(std::move(graph[id]));
    }
    id = new_id;
  };
  const auto visit = [&](std::vector<ValueId>& ids) {
    for (ValueId& id : ids) visit_one(id);
  };
  visit(graph.inputs);
  for (State& state : graph.states) visit_one(state.before);
  for (Node& node : graph.nodes) {
    visit(node.inputs);
    visit(node.outputs);
  }
  visit(graph.outputs);
  for (State& state : graph.states) visit_one(state.after);
  graph.values = std::move(kept);
}

}  // namespace mote
