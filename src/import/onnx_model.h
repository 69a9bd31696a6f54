// SPDX-License-Identifier: Apache-2.0
// The outermost shell of an ONNX file, and the words that its readers and
// writers share.
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>
#include <string>

#include "ir/graph.h"

namespace mote {

// Parses the bytes. Throws malformed_file (no model, cut short), bad_model
// (opset too old).
onnx::ModelProto parse_model(const std::string& content, const std::string& place);

// The version of the standard operators that the model is written in.
int64_t opset_of(const onnx::ModelProto& model);

// float, double and float16 are read as f32. Empty: mote has no such type.
std::optional<DType> dtype_of(int32_t onnx_type);
int32_t onnx_type_of(DType dtype);

// "FLOAT16", or the number when libonnx does not know it.
std::string onnx_type_name(int32_t onnx_type);

}  // namespace mote
