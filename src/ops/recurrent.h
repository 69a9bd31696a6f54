// SPDX-License-Identifier: Apache-2.0
// What the recurrent operators (LSTM, GRU, RNN) share: operands, directions, gate functions.
//
// Operands as in ONNX: X seq x batch x inputs, W dirs x gates*H x inputs, R dirs x gates*H x H,
// B dirs x 2*gates*H, lengths of the sequences (batch), initial h dirs x batch x H, then what is
// the operator's own. Outputs: Y seq x dirs x batch x H, the last h dirs x batch x H, ...
#pragma once

#include "ops/op.h"

namespace mote {

struct Recurrent {
  enum Operand : size_t { kX, kW, kR, kB, kLengths, kHidden, kCell, kPeepholes };

  int64_t steps, batch, inputs, hidden, directions, gates;
  bool backward;  // the first direction
  double clip;    // gate inputs are held in [-clip, clip]; 0: they are not

  // For each direction, the gate functions' codes (see gate_f32.h), alphas and betas.
  Tensor codes, alphas, betas;
};

// Reads attributes and shapes. `functions`: how many each direction has, and their default names.
// Throws bad_model, unsupported_type.
Recurrent recurrent_of(const Graph& graph, const Node& node, int64_t gates,
                       const std::vector<std::string>& functions);

// Checks operands, sets Y, the last h and further state outputs.
void infer_recurrent(Graph& graph, const Node& node, const Recurrent& r);

// ONNX's defaults filled in: all outputs there, hidden_size as the weights have it, layout
// 1 (batch first) refused here because expand has turned it. `states`: outputs that are states.
void normalize_recurrent(Graph& graph, Node& node, size_t states);

// layout = 1: transposes around the same node of layout 0. Else nothing.
void expand_batch_first(Graph& graph, const Node& node, std::vector<Node>& nodes);

// f(x) of one gate function.
double gate(double code, double alpha, double beta, double x);

// Sequence t of `steps`, seen from a direction that may run backward over `length` steps.
inline int64_t step_at(bool backward, int64_t t, int64_t length) {
  return backward ? length - 1 - t : t;
}

// One step of one direction and one sequence: x and the last h (and c) -> the new ones in place.
struct RecurrentStep {
  const Recurrent& r;
  std::span<const Tensor* const> in;
  size_t direction;
  const double* x;

  // sum of the inputs' and, unless `of_hidden` is null, the hidden part of gate k, unit j, with
  // biases; the hidden part alone when x is left out.
  double inputs_part(size_t k, size_t j) const;
  double hidden_part(size_t k, size_t j, const Tensor& h) const;
  double apply(size_t function, double value) const;
};

// Runs all steps of all directions and sequences; `advance` makes one: (step, h, c).
using Advance = void (*)(const Node& node, const RecurrentStep& step, Tensor& h, Tensor& c);
std::vector<Tensor> run_recurrent(const Graph& graph, const Node& node, const Recurrent& r,
                                  std::span<const Tensor* const> in, Advance advance);

// The arguments that all kernels begin with: x, w, r, b, lengths, extents, functions, clip.
KernelCall recurrent_call(const Graph& graph, const Node& node, const Recurrent& r,
                          const std::string& kernel);

}  // namespace mote
