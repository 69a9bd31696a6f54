// SPDX-License-Identifier: Apache-2.0
// ONNX files <-> Graph. Protobuf stays behind this header.
#pragma once

#include <filesystem>
#include <string>

#include "ir/graph.h"

namespace mote {

// Reads a model: float or QuantizeLinear/DequantizeLinear. Throws missing_file,
// malformed_file (cut short, not a model), unsupported_operator (names node,
// operator, shapes, how many nodes are fine), unsupported_type, bad_model.
Graph import_onnx(const std::filesystem::path& path);

// The same from memory; `place` names the source in errors.
Graph parse_onnx(const std::string& content, const std::string& place);

// A standard model that reads back as the same Graph: integer values become
// QuantizeLinear/DequantizeLinear pairs, fused activations nodes of their own,
// meta metadata.
std::string format_onnx(const Graph& graph);

// Writes format_onnx(graph) atomically. Throws cannot_write.
void export_onnx(const Graph& graph, const std::filesystem::path& path);

}  // namespace mote
