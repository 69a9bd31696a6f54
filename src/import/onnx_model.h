// SPDX-License-Identifier: Apache-2.0
// The outermost shell of an ONNX file, and the words that its readers and
// writers share.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

namespace mote {

// Parses the bytes. Throws malformed_file (no model, cut short), bad_model
// (opset too old).
onnx::ModelProto parse_model(const std::string& content, const std::string& place);

// The version of the standard operators that the model is written in.
int64_t opset_of(const onnx::ModelProto& model);

}  // namespace mote
