// SPDX-License-Identifier: Apache-2.0
// The k largest (or smallest) elements along `axis`, the best first, and where
// they stand; of those alike the one with the lower index comes first.
#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "ops/lines.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kCount };

Lines lines_of(const Graph& graph, const Node& node) {
  return lines_along(graph, node, node.integer("axis", -1));
}

int64_t wanted(const Graph& graph, const Node& node) {
  const std::vector<int64_t> count = known_integers(graph, node, kCount);
  const int64_t length = lines_of(graph, node).length;
  if (count.size() == 1 && count[0] >= 0 && count[0] <= length) return count[0];
  fail_operand(graph, node, kCount, "one number up to " + std::to_string(length));
}

bool takes_largest(const Node& node) {
  return node.integer("largest", 1) != 0;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 2);
  if (node.outputs.size() != 2) throw Error(ErrorCode::bad_model, "", "gives two outputs");
  const Value& x = input(graph, node, kX);
  Shape shape = x.shape;
  const int64_t count = wanted(graph, node);
  shape[normal_axis(node, node.integer("axis", -1), shape.size())] = count;
  const bool is_short = node.text("index_type", "s64") == "s32";
  set_output(graph, node, is_short ? DType::s32 : DType::s64, shape, 1);
  set_output(graph, node, input(graph, node, kX).dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines lines = lines_of(graph, node);
  const int64_t count = wanted(graph, node);
  const auto best_of = [&](const Tensor& line) {
    Tensor order(line.size());
    std::iota(order.begin(), order.end(), 0.0);
    std::stable_sort(order.begin(), order.end(), [&](double a, double b) {
      const double left = line[static_cast<size_t>(a)], right = line[static_cast<size_t>(b)];
      return takes_largest(node) ? left > right : left < right;
    });
    order.resize(static_cast<size_t>(count));
    return order;
  };
  const Lines of_y{lines.outer, count, lines.inner};
  const Tensor places = change_lines(lines, of_y, *in[kX], best_of);
  const Tensor values = change_lines(lines, of_y, *in[kX], [&](const Tensor& line) {
    Tensor best;
    for (double at : best_of(line)) best.push_back(line[static_cast<size_t>(at)]);
    return best;
  });
  return {values, places};
}

KernelCall call(const Graph& graph, const Node& node) {
  return line_call(graph, node, "top_k", lines_of(graph, node),
                   {wanted(graph, node), int64_t{takes_largest(node) ? 1 : 0},
                    int64_t{dtype_bytes(output(graph, node, 1).dtype)}});
}

void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node best{node.name, "top_k", {node.inputs[0]}, node.outputs};
  best.inputs.push_back(integers_constant(graph, node, "k", known_integers(graph, node, kCount)));
  if (node.outputs.size() == 2 && output(graph, node, 1).dtype == DType::s32) {
    best.attrs["index_type"] = std::string("s32");
  }
  nodes.push_back(best);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (DType dtype : {DType::f32, DType::s8, DType::u8, DType::s64}) {
    const Quant quant = sample_quant(dtype);
    for (int64_t largest : {0, 1}) {
      for (int64_t axis : {0, 1, -1}) {
        graphs.push_back(Sample("top_k")
                             .input(dtype, {4, 17, 3}, quant)
                             .range(0, 9)
                             .constant(DType::s64, {1}, Tensor{3})
                             .attr("axis", axis)
                             .attr("largest", largest)
                             .outputs({quant, {}}));
      }
    }
    graphs.push_back(Sample("top_k")
                         .input(dtype, {2, 9}, quant)
                         .constant(DType::s64, {1}, Tensor{9})
                         .attr("index_type", std::string("s32"))
                         .outputs({quant, {}}));
  }
  return graphs;
}

}  // namespace

extern const OpDef op_top_k = {
    .name = "top_k",
    .onnx_name = "TopK",
    .tflite_names = "TOPK_V2",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .keeps_quant = true,
    .constant_operands = 0b10,
    .samples = samples,
};

}  // namespace mote
