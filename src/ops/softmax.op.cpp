// SPDX-License-Identifier: Apache-2.0
// y[i] = exp(x[i] - max) / sum_j exp(x[j] - max) along `axis`.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32});
  const Value& x = input(graph, node, 0);
  normal_axis(node, node.integer("axis", -1), x.shape.size());
  set_output(graph, node, x.dtype, x.shape);
}

struct Lines {
  size_t outer = 1, length = 1, inner = 1;
};

Lines lines(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  const size_t axis = normal_axis(node, node.integer("axis", -1), shape.size());
  Lines result;
  for (size_t i = 0; i < shape.size(); i++) {
    (i < axis    ? result.outer
     : i == axis ? result.length
                 : result.inner) *= static_cast<size_t>(shape[i]);
  }
  return result;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Lines n = lines(graph, node);
  Tensor y = *in[0];
  for (size_t line = 0; line < n.outer * n.inner; line++) {
    const size_t first = line / n.inner * n.length * n.inner + line % n.inner;
    double largest = y[first], sum = 0;
    for (size_t i = 0; i < n.length; i++) largest = std::max(largest, y[first + i * n.inner]);
    for (size_t i = 0; i < n.length; i++) {
      double& element = y[first + i * n.inner];
      element = std::exp(element - largest);
      sum += element;
    }
    for (size_t i = 0; i < n.length; i++) y[first + i * n.inner] /= sum;
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Lines n = lines(graph, node);
  return {"softmax_f32",
          {node.inputs[0], static_cast<int64_t>(n.outer), static_cast<int64_t>(n.length),
           static_cast<int64_t>(n.inner), node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample("softmax").input(DType::f32, {1, n}).output());
  }
  graphs.push_back(
      Sample("softmax").input(DType::f32, {2, 5, 3}).attr("axis", int64_t{1}).output());
  return graphs;
}

}  // namespace

extern const OpDef op_softmax = {
    .name = "softmax",
    .onnx_name = "Softmax",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 3e-6,
    .samples = samples,
};

}  // namespace mote
