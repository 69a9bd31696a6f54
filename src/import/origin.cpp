// SPDX-License-Identifier: Apache-2.0
#include "import/origin.h"

#include <fmt/format.h>

#include <limits>

#include "ops/op.h"

namespace mote {

std::string ModelOrigin::at(std::string_view what, const std::string& name) const {
  return fmt::format("{}: {} '{}'", place, what, name);
}

std::string ModelOrigin::at(const Node& node) const {
  if (is_tflite) return at("node", node.name);
  return fmt::format("{}: node '{}' (opset {})", place, node.name, opset);
}

std::string op_name_of(std::string_view onnx_name) {
  const OpDef* op = find_onnx_op(onnx_name);
  return op != nullptr ? std::string(op->name) : fmt::format("ai.onnx:{}", onnx_name);
}

std::string op_name_of_tflite(std::string_view tflite_name) {
  const OpDef* op = find_tflite_op(tflite_name);
  return op != nullptr ? std::string(op->name) : fmt::format("tflite:{}", tflite_name);
}

ModelOrigin tflite_origin(const std::string& place) {
  // Nodes that stand for a TFLite node are spelled as in the latest opset.
  constexpr int64_t latest = std::numeric_limits<int64_t>::max();
  return {place, latest, true};
}

}  // namespace mote
