// SPDX-License-Identifier: Apache-2.0
// Where an imported graph comes from, for errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ir/graph.h"

namespace mote {

struct Origin {
  std::string place;  // the file
  int64_t opset = 0;

  std::string at(std::string_view what,
                 const std::string& name) const;  // "m.onnx: value 'x'"
  std::string at(const Node& node) const;         // "m.onnx: node 'x' (opset 13)"
};

// The op of a node of this ONNX operator: an OpDef's name, or "ai.onnx:Name",
// which no OpDef has.
std::string op_name_of(std::string_view onnx_name);

}  // namespace mote
