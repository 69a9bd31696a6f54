// SPDX-License-Identifier: Apache-2.0
// y = the elements of x in the shape that the second operand lists (0: as in x,
// -1: the rest).
#include <fmt/format.h>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

constexpr int64_t kMostElements = int64_t{1} << 31;

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  const Value& x = input(graph, node, 0);
  const std::vector<int64_t> wanted = known_integers(graph, node, 1);
  Shape shape;
  int64_t known = 1;
  int64_t rest = -1;
  for (size_t i = 0; i < wanted.size(); i++) {
    int64_t extent = wanted[i];
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

// TFLite's RESHAPE lists the shape in an operand or an attribute.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node shaped{node.name, "reshape", node.inputs, node.outputs, {{"allowzero", int64_t{1}}}};
  const bool is_known = node.has_input(1) && graph[node.inputs[1]].is_constant;
  const Shape stated = graph[node.outputs[0]].shape;
  if (!is_known) {
    const std::vector<int64_t> shape = node.integers("new_shape", stated);
    shaped.inputs = {node.inputs[0], integers_constant(graph, node, "shape", shape)};
  }
  nodes.push_back(shaped);
}

std::vector<Graph> samples() {
  return {Sample("reshape")
              .input(DType::f32, {1, 4, 3})
              .constant(DType::s64, {2}, Tensor{1, -1})
              .output(),
          Sample("reshape")
              .input(DType::s8, {1, 6, 5}, quant_of(0.1f, 3))
              .constant(DType::s64, {4}, Tensor{0, 2, 3, 5})
              .output(quant_of(0.1f, 3)),
          Sample("reshape")
              .input(DType::s64, {3, 4, 1})
              .constant(DType::s32, {3}, Tensor{-1, 0, 3})
              .attr("allowzero", int64_t{0})
              .output()};
}

}  // namespace

extern const OpDef op_reshape = {
    .name = "reshape",
    .onnx_name = "Reshape",
    .tflite_names = "RESHAPE",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = [](const Graph&, const Node&,
                    std::span<const Tensor* const> in) { return std::vector<Tensor>{*in[0]}; },
    .sharing = [](const Graph&, const Node&) { return Sharing::same; },
    .tolerance = 0,
    .quantizable = moves_any_type,
    .keeps_quant = true,
    .constant_operands = 0b10,
    .samples = samples,
};

}  // namespace mote
