// SPDX-License-Identifier: Apache-2.0
#include "import/origin.h"

#include <fmt/format.h>

#include "ops/op.h"

namespace mote {

std::string Origin::at(std::string_view what, const std::string& name) const {
  return fmt::format("{}: {} '{}'", place, what, name);
}

std::string Origin::at(const Node& node) const {
  return fmt::format("{}: node '{}' (opset {})", place, node.name, opset);
}

std::string op_name_of(std::string_view onnx_name) {
  const OpDef* op = find_onnx_op(onnx_name);
  return op != nullptr ? std::string(op->name) : fmt::format("ai.onnx:{}", onnx_name);
}

}  // namespace mote
