// SPDX-License-Identifier: Apache-2.0
// Functions that a model brings along: calls of them are replaced by their bodies.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

namespace mote {

// The domain of operators that mote knows itself and ONNX does not; their functions in a model only
// tell others what they mean.
inline constexpr const char* kMoteDomain = "mote";

// Throws bad_model when functions call each other in a circle or the result would be absurdly
// large.
void inline_functions(onnx::ModelProto& model, const std::string& place);

}  // namespace mote
