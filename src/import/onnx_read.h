// SPDX-License-Identifier: Apache-2.0
// GraphProto -> a Graph as the file has it: names resolved, constants read,
// nodes in order.
#pragma once

#include <onnx/onnx_pb.h>

#include "import/onnx.h"
#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// Shapes of computed values are not known yet, QuantizeLinear and
// DequantizeLinear still have their ONNX operands, and nodes of unknown
// operators have an op that no OpDef has.
Graph read_graph(const onnx::GraphProto& proto, const ModelOrigin& origin,
                 const ImportOptions& options, const std::filesystem::path& folder);

}  // namespace mote
