// SPDX-License-Identifier: Apache-2.0
// Graph -> ModelProto of opset 13.
#pragma once

#include <onnx/onnx_pb.h>

#include "ir/graph.h"

namespace mote {

// Throws unsupported_operator when a node says what ONNX cannot.
onnx::ModelProto write_model(const Graph& graph);

}  // namespace mote
