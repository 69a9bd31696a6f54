// SPDX-License-Identifier: Apache-2.0
#include "ops/lines.h"

#include "ops/operands.h"

namespace mote {

Lines lines_along(const Graph& graph, const Node& node, int64_t axis) {
  const Shape& shape = input(graph, node, 0).shape;
  const size_t at = normal_axis(node, axis, shape.size());
  Lines lines;
  for (size_t i = 0; i < shape.size(); i++) {
    (i < at ? lines.outer : i == at ? lines.length : lines.inner) *= shape[i];
  }
  return lines;
}

Tensor change_lines(const Lines& of_x, const Lines& of_y, const Tensor& x,
                    const std::function<Tensor(Tensor)>& change) {
  Tensor y(static_cast<size_t>(of_y.outer * of_y.length * of_y.inner));
  for (int64_t line = 0; line < of_x.count(); line++) {
    Tensor elements;
    for (int64_t i = 0; i < of_x.length; i++) elements.push_back(x[of_x.at(line, i)]);
    elements = change(std::move(elements));
    for (int64_t i = 0; i < of_y.length; i++) {
      y[of_y.at(line, i)] = elements[static_cast<size_t>(i)];
    }
  }
  return y;
}

KernelCall line_call(const Graph& graph, const Node& node, const std::string& kernel,
                     const Lines& lines, const std::vector<KernelArgument>& extra) {
  KernelCall call{kernel + "_" + std::string(dtype_name(input(graph, node, 0).dtype)),
                  {node.inputs[0], lines.outer, lines.length, lines.inner}};
  call.arguments.insert(call.arguments.end(), extra.begin(), extra.end());
  for (ValueId id : node.outputs) call.arguments.push_back(id);
  return call;
}

std::vector<Graph> line_samples(const std::string& op) {
  std::vector<Graph> graphs;
  for (int64_t n : {1, 2, 5, 17, 64, 257}) {
    graphs.push_back(Sample(op).input(DType::f32, {2, n}).attr("axis", int64_t{-1}).output());
  }
  graphs.push_back(Sample(op).input(DType::f32, {2, 5, 3}).attr("axis", int64_t{1}).output());
  return graphs;
}

}  // namespace mote
