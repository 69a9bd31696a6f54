// SPDX-License-Identifier: Apache-2.0
// Runs a float graph on batches with torch, so that gradients flow through it. Includes torch.
#pragma once

#include <ATen/ATen.h>

#include <span>
#include <vector>

#include "ir/graph.h"
#include "train/torch_op.h"

namespace mote {

// A constant of the graph that training changes.
struct Learnt {
  ValueId id;
  at::Tensor tensor;
  enum class Kind : uint8_t { weight, statistic } kind;  // has a gradient; follows the batches

  bool has_gradient() const { return kind == Kind::weight; }
};

class Executor {
 public:
  // Throws unsupported_operator when a node's operator has no torch file, unsupported_type when
  // the graph computes with anything but floats.
  explicit Executor(const Graph& graph);

  // The values `wanted`, computed from one batch for each graph input. Throws bad_model when a
  // node cannot take several samples at once.
  std::vector<at::Tensor> run(std::span<const at::Tensor> inputs, std::span<const ValueId> wanted,
                              bool training);

  // What training changes: each constant that some node takes as an operand that learns (a
  // TorchOp says which), in order of first use. Constants elsewhere, such as the mean and gain
  // that normalize the input, stay as they are, as do codes that are all 0 or 1 step. Weights that
  // are multiples of steps (their value has a Quant) are learnt as real numbers, which run rounded
  // and clipped to the multiples there were. The steps stay: when one changes all weights of its
  // row are rounded anew, and what error feedback had made of their errors is lost.
  std::vector<Learnt>& learnt() { return learnt_; }
  const Graph& graph() const { return graph_; }

  // The graph with what has been learnt.
  Graph learnt_graph() const;

 private:
  void add_constants(const Node& node, const TorchOp& op);
  void add_learnt(ValueId id, Learnt::Kind kind);
  at::Tensor weights(ValueId id) const;

  Graph graph_;
  std::vector<const TorchOp*> ops_;    // of each node
  std::vector<at::Tensor> constants_;  // by value; undefined where computed
  std::vector<at::Tensor> steps_;      // by value; undefined where there are none
  std::vector<double> limits_;         // the largest multiple, by value
  std::vector<Learnt> learnt_;
};

}  // namespace mote
