// SPDX-License-Identifier: Apache-2.0
#include "ops/rows.h"

#include <cmath>

#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kGain, kBias };

}  // namespace

Tensor rows_reference(const Node& node, const Rows& rows, std::span<const Tensor* const> in) {
  Tensor y = *in[kX];
  const auto n = static_cast<double>(rows.length);
  for (int64_t row = 0; row < rows.count; row++) {
    const int64_t first = row * rows.length;
    double sum = 0, squares = 0;
    for (int64_t i = first; i < first + rows.length; i++) sum += y[static_cast<size_t>(i)];
    const double mean = rows.is_centered ? sum / n : 0;
    for (int64_t i = first; i < first + rows.length; i++) {
      squares += std::pow(y[static_cast<size_t>(i)] - mean, 2);
    }
    const double deviation = std::sqrt(squares / n + node.number("epsilon", 1e-5));
    for (int64_t i = first; i < first + rows.length; i++) {
      const auto c = static_cast<size_t>(i / rows.inner % rows.channels);
      double& element = y[static_cast<size_t>(i)];
      element = (element - mean) / deviation * (*in[kGain])[c] + bias_at(in, kBias, c);
    }
  }
  return y;
}

KernelCall rows_call(const Node& node, const Rows& rows) {
  KernelCall call{
      "normalize_rows_f32",
      {node.inputs[kX], rows.count, rows.length, rows.inner, rows.channels, node.inputs[kGain]}};
  if (node.has_input(kBias)) {
    call.arguments.push_back(node.inputs[kBias]);
  } else {
    call.arguments.push_back(
        KernelData{"bias", DType::f32, Tensor(static_cast<size_t>(rows.channels), 0.0)});
  }
  call.arguments.push_back(static_cast<float>(node.number("epsilon", 1e-5)));
  call.arguments.push_back(int64_t{rows.is_centered ? 1 : 0});
  call.arguments.push_back(node.outputs[0]);
  return call;
}

Rows rows_from_axis(const Graph& graph, const Node& node, int64_t axis) {
  const Shape& shape = input(graph, node, kX).shape;
  const size_t first = normal_axis(node, axis, shape.size());
  Rows rows;
  for (size_t i = 0; i < shape.size(); i++) (i < first ? rows.count : rows.length) *= shape[i];
  rows.channels = rows.length;
  return rows;
}

void check_rows(const Graph& graph, const Node& node, const Rows& rows) {
  for (size_t i = 0; i < node.inputs.size(); i++) {
    if (!node.has_input(i) && i == kBias) continue;
    check_dtype(graph, node, i, {DType::f32});
    if (i != kX && element_count(input(graph, node, i).shape) != rows.channels) {
      fail_operand(graph, node, i, std::to_string(rows.channels) + " elements");
    }
  }
}

}  // namespace mote
