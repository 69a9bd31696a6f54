// SPDX-License-Identifier: Apache-2.0
// y[c] = (x[c] - mean[c]) / sqrt(variance[c] + epsilon) * scale[c] + bias[c],
// channels on axis 1.
//
// Only while training: clean-up folds it into the convolution or product before
// it.
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kScale, kBias, kMean, kVariance };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 5, 5);
  check_dtype(graph, node, kX, {DType::f32});
  if (node.integer("training_mode", 0) != 0) {
    throw Error(ErrorCode::unsupported_type, "", "training_mode = 1 computes new statistics");
  }
  const Value& x = input(graph, node, kX);
  if (x.shape.size() < 2) throw Error(ErrorCode::bad_model, "", "needs a channel axis");
  for (size_t i : {kScale, kBias, kMean, kVariance}) {
    if (input(graph, node, i).shape == Shape{x.shape[1]}) continue;
    throw Error(ErrorCode::bad_model, "",
                "'" + input(graph, node, i).name + "' is " +
                    to_string(input(graph, node, i).shape) + ", expected " +
                    std::to_string(x.shape[1]) + " channels");
  }
  set_output(graph, node, DType::f32, x.shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Shape& shape = input(graph, node, kX).shape;
  const auto channels = static_cast<size_t>(shape[1]);
  const size_t inner = in[kX]->size() / channels / static_cast<size_t>(shape[0]);
  const double epsilon = node.number("epsilon", 1e-5);
  Tensor y = *in[kX];
  for (size_t i = 0; i < y.size(); i++) {
    const size_t c = i / inner % channels;
    const double deviation = std::sqrt((*in[kVariance])[c] + epsilon);
    y[i] = (y[i] - (*in[kMean])[c]) / deviation * (*in[kScale])[c] + (*in[kBias])[c];
  }
  return {y};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (const Shape& shape : {Shape{1, 5}, Shape{1, 3, 7}, Shape{1, 17, 2, 3}}) {
    const Shape c{shape[1]};
    graphs.push_back(Sample("batch_normalization")
                         .input(DType::f32, shape)
                         .constant(DType::f32, c, 0.5, 2)
                         .constant(DType::f32, c, -1, 1)
                         .constant(DType::f32, c, -1, 1)
                         .constant(DType::f32, c, 0.1, 3)
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_batch_normalization = {
    .name = "batch_normalization",
    .onnx_name = "BatchNormalization",
    .infer = infer,
    .reference = reference,
    .constant_operands = 0b11110,
    .samples = samples,
};

}  // namespace mote
