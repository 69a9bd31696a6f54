// SPDX-License-Identifier: Apache-2.0
// y = x with the first lengths[b] steps along time_axis turned round, for each b along batch_axis.
#include <algorithm>

#include "base/error.h"
#include "ops/indices.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kLengths };

struct Layout {
  int64_t outer = 1, first = 1, inner = 1, second, rest = 1;
  bool is_time_first;
};

// x as outer x first x inner x second x rest, where first and second are time and batch.
Layout layout(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, kX).shape;
  const size_t time = normal_axis(node, node.integer("time_axis", 0), shape.size());
  const size_t batch = normal_axis(node, node.integer("batch_axis", 1), shape.size());
  if (time == batch) throw Error(ErrorCode::bad_model, "", "time and batch are the same axis");
  const size_t low = std::min(time, batch), high = std::max(time, batch);
  Layout result{1, shape[low], 1, shape[high], 1, time < batch};
  for (size_t i = 0; i < shape.size(); i++) {
    if (i < low) result.outer *= shape[i];
    if (i > low && i < high) result.inner *= shape[i];
    if (i > high) result.rest *= shape[i];
  }
  return result;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  check_indices(graph, node, kLengths);
  const Layout of = layout(graph, node);
  const int64_t batches = of.is_time_first ? of.second : of.first;
  if (input(graph, node, kLengths).shape != Shape{batches}) {
    fail_operand(graph, node, kLengths, std::to_string(batches) + " lengths");
  }
  set_output(graph, node, input(graph, node, kX).dtype, input(graph, node, kX).shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Layout of = layout(graph, node);
  const int64_t steps = of.is_time_first ? of.first : of.second;
  Tensor y;
  for (int64_t i = 0; i < static_cast<int64_t>(in[kX]->size()); i++) {
    const int64_t second = i / of.rest % of.second;
    const int64_t first = i / of.rest / of.second / of.inner % of.first;
    const int64_t time = of.is_time_first ? first : second;
    const int64_t batch = of.is_time_first ? second : first;
    const double stated = (*in[kLengths])[static_cast<size_t>(batch)];
    const auto length = static_cast<int64_t>(std::clamp(stated, 0.0, static_cast<double>(steps)));
    const int64_t jump = time < length ? length - 1 - 2 * time : 0;
    const int64_t step = of.is_time_first ? of.inner * of.second * of.rest : of.rest;
    y.push_back((*in[kX])[static_cast<size_t>(i + jump * step)]);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Layout of = layout(graph, node);
  return {
      "reverse_sequence_" + std::string(dtype_name(input(graph, node, kX).dtype)),
      {node.inputs[kX], node.inputs[kLengths], index_bytes(graph, node, kLengths), of.outer,
       of.first, of.inner, of.second, of.rest, int64_t{of.is_time_first ? 1 : 0}, node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::s64}) {
    for (int64_t time : {0, 1, 2}) {
      const Shape shape{4, 4, 4, 3};
      graphs.push_back(Sample("reverse_sequence")
                           .input(dtype, shape)
                           .input(DType::s64, {4})
                           .range(-1, 6)
                           .attr("time_axis", time)
                           .attr("batch_axis", int64_t{time == 1 ? 0 : 1})
                           .output());
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_reverse_sequence = {
    .name = "reverse_sequence",
    .onnx_name = "ReverseSequence",
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
