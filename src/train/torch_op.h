// SPDX-License-Identifier: Apache-2.0
// How one operator runs in torch, so that graphs which hold it can be trained.
//
// src/train/<name>.torch.h defines `inline const TorchOp torch_<name>` for the operator of that
// name and is thereby registered. All of them are compiled in one place, executor.cpp, because
// torch's headers are slow.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "ir/graph.h"

namespace mote {

// Tensors for the operands of a node; undefined where an operand is absent. The graph is made for
// one sample, the tensors hold a batch: their first extent may be a multiple of what the graph
// says.
using TorchOperands = std::vector<at::Tensor>;

struct TorchOp {
  at::Tensor (*forward)(const Graph& graph, const Node& node, const TorchOperands& in,
                        bool training);
  std::vector<size_t> weights = {};     // operands that learn where they are f32 constants
  std::vector<size_t> statistics = {};  // operands that follow the batches while training
};

// The operand in the shape the graph gives to the node's output; a batch stays a batch.
inline at::Tensor torch_in_output_shape(const Graph& graph, const Node& node, const at::Tensor& x) {
  Shape shape = graph[node.outputs[0]].shape;
  const Shape& single = graph[node.inputs[0]].shape;
  if (!shape.empty() && !single.empty() && single[0] > 0) shape[0] *= x.size(0) / single[0];
  return x.reshape(shape);
}

}  // namespace mote
