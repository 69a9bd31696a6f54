// SPDX-License-Identifier: Apache-2.0
// Where an imported graph comes from, for errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ir/graph.h"

namespace mote {

struct ModelOrigin {
  std::string place;  // the file
  int64_t opset = 0;  // of an ONNX model
  bool is_tflite = false;

  std::string at(std::string_view what,
                 const std::string& name) const;  // "m.onnx: value 'x'"
  std::string at(const Node& node) const;         // "m.onnx: node 'x' (opset 13)"
};

// The op of a node of this ONNX operator: an OpDef's name, or "ai.onnx:Name",
// which no OpDef has.
std::string op_name_of(std::string_view onnx_name);

// The same for an operator of TFLite: an OpDef's name, or "tflite:NAME".
std::string op_name_of_tflite(std::string_view tflite_name);

// Where a TFLite model comes from.
ModelOrigin tflite_origin(const std::string& place);

}  // namespace mote
