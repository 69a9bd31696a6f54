// SPDX-License-Identifier: Apache-2.0
// One NodeProto -> attributes in the form of opset 13 and later, after checks
// against the operator's ONNX schema, so that everything behind this point may
// trust counts and types.
#pragma once

#include <onnx/onnx_pb.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "import/origin.h"
#include "ir/graph.h"

namespace mote {

// An operand that older opsets wrote as an attribute.
struct MovedOperand {
  size_t index;
  std::string attribute;
  Value value;  // a constant without name
};

struct NodeContent {
  std::map<std::string, Attr> attrs;
  std::vector<MovedOperand> moved;
  size_t skipped_operand = static_cast<size_t>(-1);  // where an older opset had one operand fewer
};

// Checks numbers of operands and types of attributes. Throws bad_model,
// malformed_file, unsupported_operator (attributes from a future opset).
// `place` names the node.
NodeContent read_node(const onnx::NodeProto& node, int64_t opset, const std::string& place);

// The version of the standard, 13 or later, from which on an operator has this attribute; nothing
// when it has no such attribute.
std::optional<int64_t> attribute_since(const std::string& onnx_name, const std::string& attribute);

// The tensor of a Constant node, without name.
Value read_constant_node(const onnx::NodeProto& node, const std::string& place);

}  // namespace mote
