// SPDX-License-Identifier: Apache-2.0
// y[i] = the sum of x up to i along the axis that operand 1 names; without x[i]
// if exclusive, from the other end if reverse.
#include <algorithm>

#include "ops/lines.h"
#include "ops/operands.h"
#include "ops/reduce.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kAxis };

Lines lines_of(const Graph& graph, const Node& node) {
  const std::vector<int64_t> axis = known_integers(graph, node, kAxis);
  if (axis.size() != 1) fail_operand(graph, node, kAxis, "one axis");
  return lines_along(graph, node, axis[0]);
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_dtype(graph, node, kX, {DType::f32, DType::s32, DType::u32, DType::s64, DType::u64});
  lines_of(graph, node);
  const Value& x = input(graph, node, kX);
  set_output(graph, node, x.dtype, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines lines = lines_of(graph, node);
  const DType dtype = input(graph, node, kX).dtype;
  const bool reverse = node.integer("reverse", 0) != 0;
  const bool exclusive = node.integer("exclusive", 0) != 0;
  return {change_lines(lines, lines, *in[kX], [&](Tensor line) {
    if (reverse) std::reverse(line.begin(), line.end());
    double sum = 0;
    for (double& element : line) {
      const double before = sum;
      sum = dtype == DType::f32 ? sum + element
                                : fold_wrapping(dtype, {sum, element}, 0,
                                                [](uint64_t a, uint64_t b) { return a + b; });
      element = exclusive ? before : sum;
    }
    if (reverse) std::reverse(line.begin(), line.end());
    return line;
  })};
}

KernelCall call(const Graph& graph, const Node& node) {
  return line_call(graph, node, "cum_sum", lines_of(graph, node),
                   {node.integer("exclusive", 0), node.integer("reverse", 0)});
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s32, DType::s64, DType::u32}) {
    for (int64_t exclusive : {0, 1}) {
      for (int64_t reverse : {0, 1}) {
        graphs.push_back(Sample("cum_sum")
                             .input(dtype, {2, 17, 3})
                             .constant(DType::s32, {}, Tensor{static_cast<double>(reverse)})
                             .attr("exclusive", exclusive)
                             .attr("reverse", reverse)
                             .output());
      }
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_cum_sum = {
    .name = "cum_sum",
    .onnx_name = "CumSum",
    .tflite_names = "CUMSUM",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 1e-5,
    .constant_operands = 0b10,
    .samples = samples,
};

}  // namespace mote
