// SPDX-License-Identifier: Apache-2.0
// Operators of one operand that compute each element by itself, y[i] = f(x[i]): their files state
// the formula, the rest is here. int8 values that stand for real numbers go through a table.
#pragma once

#include "ops/gate_table.h"
#include "ops/op.h"

namespace mote {

// An attribute of the formula; it is its next parameter.
struct Parameter {
  const char* name = nullptr;
  double otherwise = 0;
};

struct UnaryFunction {
  double (*formula)(double x, const double* parameters) = nullptr;
  Parameter parameters[2] = {};
  double low = -4, high = 4;  // what samples try it on

  // The kernel is mote_<kernel>_<dtype>(x, length, parameters ..., y).
  const char* kernel = "";
  bool on_reals = true;  // f32, and s8 with a Quant unless booleans are given
  bool on_integers = false;
  bool on_booleans = false;
  bool gives_booleans = false;

  // The stored outputs for x = -128 .. 127 where they are defined otherwise than by rounding the
  // formula; empty: they are not. A sample has this scale and zero point.
  Tensor (*table)(const Value& x, const Value& y, const double* parameters) = nullptr;
  float table_scale = 0;
  int32_t table_zero = 0;

  // On int16, with results in steps of 2^-15; null: takes none. See gate_table.h.
  int32_t (*wide)(int32_t x, GateScale scale) = nullptr;
};

void infer_unary(Graph& graph, const Node& node, const UnaryFunction& function);
std::vector<Tensor> unary_reference(const Graph& graph, const Node& node,
                                    std::span<const Tensor* const> in,
                                    const UnaryFunction& function);
KernelCall unary_call(const Graph& graph, const Node& node, const UnaryFunction& function);
std::vector<Graph> unary_samples(const std::string& op, const UnaryFunction& function);

// Fills in what follows from the function.
template <const UnaryFunction& function>
constexpr OpDef unary(OpDef op) {
  op.infer = [](Graph& graph, const Node& node) { infer_unary(graph, node, function); };
  op.reference = [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
    return unary_reference(graph, node, in, function);
  };
  op.call = [](const Graph& graph, const Node& node) { return unary_call(graph, node, function); };
  op.sharing = [](const Graph&, const Node&) { return Sharing::overwrite; };
  if (function.on_reals && !function.gives_booleans) {
    op.quantizable = [](const Graph&, const Node&) { return true; };
  }
  op.elementwise = true;
  return op;
}

}  // namespace mote
