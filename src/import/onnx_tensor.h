// SPDX-License-Identifier: Apache-2.0
// TensorProto <-> constant values.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

#include "ir/graph.h"

namespace mote {

// Throws unsupported_type (element type, external data), malformed_file
// (extents and data disagree, elements out of range). `place` names the tensor.
Value read_tensor(const onnx::TensorProto& tensor, const std::string& place);

// REQUIRES: value.is_constant.
onnx::TensorProto write_tensor(const Value& value);

}  // namespace mote
