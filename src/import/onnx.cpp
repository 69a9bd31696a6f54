// SPDX-License-Identifier: Apache-2.0
#include "import/onnx.h"

#include "base/error.h"
#include "base/files.h"
#include "import/onnx_functions.h"
#include "import/onnx_model.h"
#include "import/onnx_read.h"
#include "import/onnx_tensor.h"
#include "import/onnx_write.h"
#include "import/qdq.h"
#include "import/qdq_unpack.h"
#include "import/resolve.h"
#include "import/states.h"

namespace mote {

Graph parse_onnx(const std::string& content, const std::string& place, const ImportOptions& options,
                 const std::filesystem::path& folder) {
  onnx::ModelProto model = parse_model(content, place);
  inline_functions(model, place);
  const ModelOrigin origin{place, opset_of(model)};
  Graph graph = read_graph(model.graph(), origin, options, folder);
  for (const onnx::StringStringEntryProto& entry : model.metadata_props()) {
    graph.meta[entry.key()] = entry.value();
  }
  read_states(graph, origin);
  unpack_quantizers(graph, origin);
  fuse_qdq(graph, origin);
  resolve(graph, origin);
  compact(graph);
  return graph;
}

Value read_tensor_file(const std::filesystem::path& path) {
  onnx::TensorProto tensor;
  if (!tensor.ParseFromString(read_file(path))) {
    throw Error(ErrorCode::malformed_file, path.string(), "holds no ONNX tensor, or a damaged one");
  }
  return read_tensor(tensor, path.string());
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

Graph import_onnx(const std::filesystem::path& path, const ImportOptions& options) {
  return parse_onnx(read_file(path), path.string(), options, path.parent_path());
}

void export_onnx(const Graph& graph, const std::filesystem::path& path) {
  write_file(path, format_onnx(graph));
}

}  // namespace mote
