// SPDX-License-Identifier: Apache-2.0
#include "train/take_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "base/error.h"

namespace mote {
namespace {

constexpr const char* kPlace = "weights to begin with";

std::string meta_of(const Graph& graph, const char* key, const char* otherwise) {
  const auto found = graph.meta.find(key);
  return found == graph.meta.end() ? otherwise : found->second;
}

void check_same(const Graph& graph, const Graph& from, const char* key, const char* otherwise,
                const char* words) {
  const std::string got = meta_of(from, key, otherwise);
  const std::string wanted = meta_of(graph, key, otherwise);
  if (got == wanted) return;
  throw Error(ErrorCode::bad_model, kPlace,
              fmt::format("are of {} {}, but {} is to be trained", words, got, wanted),
              "give the same --arch and --width as there");
}

bool is_of_last_layer(const Graph& graph, ValueId id) {
  const auto last = std::find_if(graph.nodes.rbegin(), graph.nodes.rend(),
                                 [](const Node& node) { return node.op == "fully_connected"; });
  return last != graph.nodes.rend() &&
         std::find(last->inputs.begin(), last->inputs.end(), id) != last->inputs.end();
}

}  // namespace

void take_weights(Graph& graph, const Graph& from) {
  check_same(graph, from, "arch", "no architecture of mote", "architecture");
  check_same(graph, from, "width", "1", "width");
  std::map<std::string_view, const Value*> known;
  for (const Value& value : from.values) {
    if (value.is_constant) known[value.name] = &value;
  }
  for (size_t i = 0; i < graph.values.size(); i++) {
    Value& value = graph.values[i];
    if (!value.is_constant || value.dtype != DType::f32) continue;
    const auto found = known.find(value.name);
    if (found == known.end()) {
      throw Error(ErrorCode::bad_model, kPlace, fmt::format("have no '{}'", value.name),
                  "a finished model no longer has its normalizations: take one that "
                  "--task pretrain has made");
    }
    if (found->second->shape == value.shape) {
      value.constant = found->second->constant;
    } else if (!is_of_last_layer(graph, static_cast<ValueId>(i))) {
      throw Error(ErrorCode::bad_model, kPlace,
                  fmt::format("have '{}' as {}, expected {}", value.name,
                              to_string(found->second->shape), to_string(value.shape)));
    }
  }
}

}  // namespace mote
