// SPDX-License-Identifier: Apache-2.0
#include "import/tflite.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "import/node_order.h"
#include "import/resolve.h"
#include "import/tflite_model.h"
#include "import/tflite_read.h"
#include "import/uses.h"

namespace mote {
namespace {

// Ends the graph at the values of these names.
void cut(Graph& graph, const std::vector<std::string>& names, const ModelOrigin& origin) {
  graph.outputs.clear();
  for (const std::string& name : names) {
    const auto found = std::find_if(graph.values.begin(), graph.values.end(),
                                    [&](const Value& value) { return value.name == name; });
    if (found == graph.values.end()) {
      throw Error(ErrorCode::bad_option, "--outputs",
                  fmt::format("{} computes no '{}'", origin.place, name));
    }
    graph.outputs.push_back(ValueId{static_cast<int32_t>(found - graph.values.begin())});
  }
  drop_unread_nodes(graph);
}

}  // namespace

Graph parse_tflite(const std::string& content, const std::string& place,
                   const ImportOptions& options) {
  if (!options.shapes.empty() || !options.constants.empty()) {
    throw Error(ErrorCode::bad_option, place,
                "is a TFLite file, which states all shapes: no --shape or --constant");
  }
  const TfliteModel model(content, place);
  const ModelOrigin origin = tflite_origin(place);
  Graph graph = read_tflite(model, origin);
  if (!options.outputs.empty()) cut(graph, options.outputs, origin);
  sort_nodes(graph, origin);
  resolve(graph, origin);
  compact(graph);
  return graph;
}

Graph import_tflite(const std::filesystem::path& path, const ImportOptions& options) {
  return parse_tflite(read_file(path), path.string(), options);
}

}  // namespace mote
