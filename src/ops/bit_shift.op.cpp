// SPDX-License-Identifier: Apache-2.0
// y = a shifted by b bits toward attribute direction (LEFT, RIGHT), shapes stretched to each other.
// Unsigned; nothing is left when all bits are shifted out.
#include <fmt/format.h>

#include "base/error.h"
#include "ops/binary.h"
#include "ops/operands.h"

namespace mote {
namespace {

int64_t is_left(const Node& node) {
  const std::string direction = node.text("direction", "");
  if (direction == "LEFT" || direction == "RIGHT") return direction == "LEFT";
  throw Error(ErrorCode::bad_model, "",
              fmt::format("direction is '{}', expected LEFT or RIGHT", direction));
}

int64_t shifted(DType dtype, int64_t a, int64_t b, int64_t left) {
  const auto count = static_cast<uint64_t>(b);
  if (count >= static_cast<uint64_t>(8 * dtype_bytes(dtype))) return 0;
  const auto bits = static_cast<uint64_t>(a);
  return static_cast<int64_t>(left != 0 ? bits << count : bits >> count);
}

constexpr BinaryFunction function = {
    .integers = shifted,
    .parameter = is_left,
    .on_reals = false,
};

constexpr DType kUnsigned[] = {DType::u8, DType::u16, DType::u32, DType::u64};

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_dtype(graph, node, 0, {std::begin(kUnsigned), std::end(kUnsigned)});
  infer_binary(graph, node, function);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : kUnsigned) {
    for (const char* direction : {"LEFT", "RIGHT"}) {
      graphs.push_back(Sample("bit_shift")
                           .input(dtype, {4, 33})
                           .input(dtype, {33})
                           .attr("direction", std::string(direction))
                           .range(0, 20)
                           .output());
    }
  }
  return graphs;
}

constexpr OpDef with_infer(OpDef op) {
  op.infer = infer;
  return op;
}

}  // namespace

extern const OpDef op_bit_shift = with_infer(binary<function>({
    .name = "bit_shift",
    .onnx_name = "BitShift",
    .tolerance = 0,
    .samples = samples,
}));

}  // namespace mote
