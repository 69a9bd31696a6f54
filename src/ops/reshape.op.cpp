// SPDX-License-Identifier: Apache-2.0
// y = the elements of x in the shape that the second operand lists (0: as in x, -1: the rest).
#include <fmt/format.h>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int64_t kMostElements = int64_t{1} << 31;

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_constant(graph, node, 1);
  check_dtype(graph, node, 1, {DType::s64});
  const Value& x = input(graph, node, 0);
  const Tensor& wanted = input(graph, node, 1).constant;
  Shape shape;
  int64_t known = 1;
  int64_t rest = -1;
  for (size_t i = 0; i < wanted.size(); i++) {
    auto extent = static_cast<int64_t>(wanted[i]);
    if (extent == 0 && i < x.shape.size() && node.integer("allowzero", 0) == 0) extent = x.shape[i];
    if (extent < -1 || extent > kMostElements || known > kMostElements) {
      throw Error(ErrorCode::bad_model, "", fmt::format("cannot have an axis of {}", extent));
    }
    if (extent == -1) rest = static_cast<int64_t>(i);
    shape.push_back(extent);
    known *= extent == -1 ? 1 : extent;
  }
  const int64_t count = element_count(x.shape);
  if (rest >= 0 && known > 0 && count % known == 0)
    shape[static_cast<size_t>(rest)] = count / known;
  for (int64_t extent : shape) {
    if (extent < 0) throw Error(ErrorCode::bad_model, "", "cannot have shape " + to_string(shape));
  }
  if (element_count(shape) != count) {
    throw Error(
        ErrorCode::bad_model, "",
        fmt::format("'{}' {} does not fit shape {}", x.name, to_string(x.shape), to_string(shape)));
  }
  set_output(graph, node, x.dtype, shape);
}

std::vector<Graph> samples() {
  return {Sample("reshape")
              .input(DType::f32, {1, 4, 3})
              .constant(DType::s64, {2}, Tensor{1, -1})
              .output(),
          Sample("reshape")
              .input(DType::s8, {1, 6, 5}, quant_of(0.1f, 3))
              .constant(DType::s64, {4}, Tensor{0, 2, 3, 5})
              .output(quant_of(0.1f, 3))};
}

}  // namespace

extern const OpDef op_reshape = {
    .name = "reshape",
    .onnx_name = "Reshape",
    .infer = infer,
    .reference = [](const Graph&, const Node&,
                    std::span<const Tensor* const> in) { return std::vector<Tensor>{*in[0]}; },
    .sharing = [](const Graph&, const Node&) { return Sharing::same; },
    .tolerance = 0,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
