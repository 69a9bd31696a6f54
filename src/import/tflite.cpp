// SPDX-License-Identifier: Apache-2.0
#include "import/tflite.h"

#include "base/error.h"
#include "base/files.h"
#include "import/node_order.h"
#include "import/resolve.h"
#include "import/tflite_model.h"
#include "import/tflite_read.h"

namespace mote {

Graph parse_tflite(const std::string& content, const std::string& place) {
  const TfliteModel model(content, place);
  const Origin origin = tflite_origin(place);
  Graph graph = read_tflite(model, origin);
  sort_nodes(graph, origin);
  resolve(graph, origin);
  compact(graph);
  return graph;
}

Graph import_tflite(const std::filesystem::path& path) {
  return parse_tflite(read_file(path), path.string());
}

}  // namespace mote
