// SPDX-License-Identifier: Apache-2.0
// TensorProto <-> constant values.
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <string>

#include "ir/graph.h"

namespace mote {

// Throws unsupported_type (element type), malformed_file (extents and data disagree, elements out
// of range), bad_model (external data that is not in `folder`). `place` names the tensor.
Value read_tensor(const onnx::TensorProto& tensor, const std::string& place,
                  const std::filesystem::path& folder = {});

// The same as a dense constant.
Value read_sparse_tensor(const onnx::SparseTensorProto& sparse, const std::string& place,
                         const std::filesystem::path& folder = {});

// REQUIRES: value.is_constant.
onnx::TensorProto write_tensor(const Value& value);

}  // namespace mote
