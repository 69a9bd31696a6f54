// SPDX-License-Identifier: Apache-2.0
// ONNX files <-> Graph. Protobuf stays behind this header.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ir/graph.h"

namespace mote {

// What a file leaves open.
struct ImportOptions {
  // A number for a symbolic dimension, by its name; all extents of an input, by the input's name.
  std::map<std::string, Shape> shapes = {};
  std::vector<std::string> outputs = {};        // the values to end at; none: the model's outputs
  std::map<std::string, Value> constants = {};  // graph inputs that are always the same, by name
};

// Reads a model: float or QuantizeLinear/DequantizeLinear. Throws missing_file,
// malformed_file (cut short, not a model), unsupported_operator (names node,
// operator, shapes, how many nodes are fine), unsupported_type, bad_model.
Graph import_onnx(const std::filesystem::path& path, const ImportOptions& options = {});

// The same from memory; `place` names the source in errors, external data lies in `folder`.
Graph parse_onnx(const std::string& content, const std::string& place,
                 const ImportOptions& options = {}, const std::filesystem::path& folder = {});

// A tensor in a file of its own (a serialized TensorProto), as ONNX's test data has them.
Value read_tensor_file(const std::filesystem::path& path);

// A standard model that reads back as the same Graph: integer values become
// QuantizeLinear/DequantizeLinear pairs, fused activations nodes of their own,
// meta metadata.
std::string format_onnx(const Graph& graph);

// Writes format_onnx(graph) atomically. Throws cannot_write.
void export_onnx(const Graph& graph, const std::filesystem::path& path);

}  // namespace mote
