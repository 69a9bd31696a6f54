// SPDX-License-Identifier: Apache-2.0
// Attributes of a node as a file has them.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "ops/op.h"

namespace mote {

// The version of the standard that the node needs: its operator's and its attributes'.
int64_t needed_opset(const Node& node, const OpDef& op);

// Whether ONNX has no such operator, or no attribute for integer details of the node: it is written
// as a call of a function of mote's domain.
bool needs_function(const Node& node, const OpDef& op);

// The function of that name, for these nodes: one node of ONNX's operator with the attributes it
// has.
onnx::FunctionProto write_function(const OpDef& op, const std::vector<const Node*>& nodes);

// Writes all attributes but the activation, which is a node of its own. Throws unsupported_operator
// for a node in the device's layout.
void write_attributes(const Node& node, const OpDef& op, onnx::NodeProto& proto);

void write_attribute(const std::string& key, const Attr& attr, onnx::NodeProto& node);

}  // namespace mote
