// SPDX-License-Identifier: Apache-2.0
#include "import/states.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/error.h"

namespace mote {
namespace {

// Takes the value of that name out of the list.
ValueId take(const Graph& graph, std::vector<ValueId>& ids, const std::string& name,
             const ModelOrigin& origin) {
  const auto found =
      std::find_if(ids.begin(), ids.end(), [&](ValueId id) { return graph[id].name == name; });
  if (found == ids.end()) {
    throw Error(
        ErrorCode::bad_model, origin.place,
        fmt::format("metadata {} names '{}', which is no input or output", kStatesKey, name));
  }
  const ValueId id = *found;
  ids.erase(found);
  return id;
}

}  // namespace

void read_states(Graph& graph, const ModelOrigin& origin) {
  const auto text = graph.meta.extract(kStatesKey);
  if (text.empty()) return;
  std::istringstream lines(text.mapped());
  std::string before, after;
  while (std::getline(lines, before, '\t') && std::getline(lines, after)) {
    const ValueId from = take(graph, graph.inputs, before, origin);
    graph.states.push_back({from, take(graph, graph.outputs, after, origin)});
  }
}

std::string states_text(const Graph& graph) {
  std::string text;
  for (const State& state : graph.states) {
    text += graph[state.before].name + "\t" + graph[state.after].name + "\n";
  }
  return text;
}

}  // namespace mote
