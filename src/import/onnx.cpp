// SPDX-License-Identifier: Apache-2.0
#include "import/onnx.h"

#include "base/error.h"
#include "base/files.h"
#include "import/onnx_model.h"
#include "import/onnx_read.h"
#include "import/onnx_write.h"
#include "import/qdq.h"
#include "import/resolve.h"

namespace mote {

Graph parse_onnx(const std::string& content, const std::string& place) {
  const onnx::ModelProto model = parse_model(content, place);
  const Origin origin{place, opset_of(model)};
  Graph graph = read_graph(model.graph(), origin);
  for (const onnx::StringStringEntryProto& entry : model.metadata_props()) {
    graph.meta[entry.key()] = entry.value();
  }
  fuse_qdq(graph, origin);
  resolve(graph, origin);
  compact(graph);
  return graph;
}

std::string format_onnx(const Graph& graph) {
  Graph compacted = graph;
  compact(compacted);
  onnx::ModelProto model = write_model(compacted);
  // The opset, without which no model can be read, goes last: a file cut short
  // anywhere is recognized. (Protobuf merges fields in any order.)
  onnx::ModelProto opset;
  opset.mutable_opset_import()->Swap(model.mutable_opset_import());
  return model.SerializeAsString() + opset.SerializeAsString();
}

Graph import_onnx(const std::filesystem::path& path) {
  return parse_onnx(read_file(path), path.string());
}

void export_onnx(const Graph& graph, const std::filesystem::path& path) {
  write_file(path, format_onnx(graph));
}

}  // namespace mote
