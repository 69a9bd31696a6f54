// SPDX-License-Identifier: Apache-2.0
// Operators of two operands that compute each element by itself on operands stretched to each
// other, y[i] = f(a[i], b[i]): their files state the formula, the rest is here.
#pragma once

#include "ops/op.h"

namespace mote {

struct BinaryFunction {
  // Of real numbers, and of stored ones where integers have no function of their own. `parameter`
  // is parameter(node), or 0.
  double (*formula)(double a, double b, int64_t parameter) = nullptr;
  // Of plain integers; the result wraps around.
  int64_t (*integers)(DType dtype, int64_t a, int64_t b, int64_t parameter) = nullptr;
  int64_t (*parameter)(const Node& node) = nullptr;  // goes to the kernel too

  // The kernels are mote_<op>_<dtype>(a, b, extents, steps, [parameter,] [clamp,] y).
  bool on_reals = true;
  bool on_integers = true;
  bool on_booleans = false;
  bool gives_booleans = false;
  bool clamps = false;  // by attribute activation

  // On int8 (and, with takes_wide, int16) values that stand for real numbers. Null: they need one
  // quantization for all, and the formula takes the stored numbers (with neither this nor
  // takes_stored: unsupported).
  Tensor (*quantized)(const Graph& graph, const Node& node,
                      std::span<const Tensor* const> in) = nullptr;
  KernelCall (*quantized_call)(const Graph& graph, const Node& node) = nullptr;
  bool takes_wide = false;
  bool takes_stored = false;

  // What samples try for b.
  double low = -4, high = 4;
  int64_t integer_low = 0, integer_high = 0;  // equal: all that int8 can hold
};

void infer_binary(Graph& graph, const Node& node, const BinaryFunction& function);
std::vector<Tensor> binary_reference(const Graph& graph, const Node& node,
                                     std::span<const Tensor* const> in,
                                     const BinaryFunction& function);
KernelCall binary_call(const Graph& graph, const Node& node, const BinaryFunction& function);
std::vector<Graph> binary_samples(const std::string& op, const BinaryFunction& function);
Sharing binary_sharing(const Graph& graph, const Node& node);

// Fills in what follows from the function.
template <const BinaryFunction& function>
constexpr OpDef binary(OpDef op) {
  op.infer = [](Graph& graph, const Node& node) { infer_binary(graph, node, function); };
  op.reference = [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
    return binary_reference(graph, node, in, function);
  };
  op.call = [](const Graph& graph, const Node& node) { return binary_call(graph, node, function); };
  op.sharing = binary_sharing;
  if (function.quantized != nullptr) {
    op.quantizable = [](const Graph&, const Node&) { return true; };
  }
  op.takes_activation = function.clamps;
  op.elementwise = true;
  return op;
}

}  // namespace mote
