// SPDX-License-Identifier: Apache-2.0
// Attributes of a node as a file has them.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

#include "ops/op.h"

namespace mote {

// The version of the standard that the node needs: its operator's and its attributes'.
int64_t needed_opset(const Node& node, const OpDef& op);

// Writes all attributes but mote's own. Throws unsupported_operator for one that ONNX does not
// have.
void write_attributes(const Node& node, const OpDef& op, onnx::NodeProto& proto);

void write_attribute(const std::string& key, const Attr& attr, onnx::NodeProto& node);

}  // namespace mote
