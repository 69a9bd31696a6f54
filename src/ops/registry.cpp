// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.h"
#include "ops/op.h"

namespace mote {

#define MOTE_ITEM(name) extern const OpDef op_##name;
#include "op.inc"
#undef MOTE_ITEM

std::span<const OpDef* const> all_ops() {
#define MOTE_ITEM(name) &op_##name,
  static const OpDef* const table[] = {
#include "op.inc"
  };
#undef MOTE_ITEM
  return table;
}

const OpDef* find_op(std::string_view name) {
  for (const OpDef* op : all_ops()) {
    if (op->name == name) return op;
  }
  return nullptr;
}

const OpDef& op_of(const Node& node) {
  if (const OpDef* op = find_op(node.op)) return *op;
  throw Error(ErrorCode::unsupported_operator, "node '" + node.name + "'",
              "operator " + node.op + " is not supported", "'mote ops' lists all");
}

const OpDef* find_onnx_op(std::string_view onnx_name) {
  for (const OpDef* op : all_ops()) {
    if (!op->onnx_name.empty() && op->onnx_name == onnx_name) return op;
  }
  return nullptr;
}

const OpDef* find_tflite_op(std::string_view tflite_name) {
  for (const OpDef* op : all_ops()) {
    for (std::string_view rest = op->tflite_names; !rest.empty();) {
      const size_t end = std::min(rest.find(' '), rest.size());
      if (rest.substr(0, end) == tflite_name) return op;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return nullptr;
}

}  // namespace mote
