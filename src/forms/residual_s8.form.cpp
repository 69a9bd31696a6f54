// SPDX-License-Identifier: Apache-2.0
// The sum of two values of one shape, as at the end of a residual block.
#include "forms/form.h"
#include "ops/binary.h"
#include "ops/operands.h"

namespace mote {
namespace {

// What sum_s8 gets behind its operands and axes.
enum Number : size_t {
  kAZero,
  kAMultiplier,
  kAShift,
  kBZero,
  kBMultiplier,
  kBShift,
  kYZero,
  kYMultiplier,
  kYShift,
  kLow,
  kHigh,
  kNumbers
};

bool is_right(int64_t shift) {
  return shift <= -1 && shift >= -22;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const Value& a = input(graph, node, 0);
  const Value& b = input(graph, node, 1);
  const Value& y = output(graph, node);
  if (!is_quantized(y) || y.dtype != DType::s8 || a.shape != y.shape || b.shape != y.shape) {
    return std::nullopt;
  }
  const KernelCall plain = op_of(node).call(graph, node);
  if (plain.kernel != "sum_s8") return std::nullopt;
  std::vector<int64_t> n;
  const size_t first = plain.arguments.size() - 1 - kNumbers;
  for (size_t i = 0; i < kNumbers; i++) n.push_back(std::get<int64_t>(plain.arguments[first + i]));
  const bool is_swapped = n[kBShift] != 0;
  if (is_swapped) {
    for (size_t i = kAZero; i <= kAShift; i++) std::swap(n[i], n[i + kBZero]);
  }
  if (n[kBShift] != 0 || n[kBMultiplier] != 1 << 30 || !is_right(n[kAShift]) ||
      !is_right(n[kYShift])) {
    return std::nullopt;
  }
  Lowered lowered{{"residual_s8", {}}, binary_sharing(graph, node)};
  lowered.call.arguments = {node.inputs[is_swapped ? 1 : 0], node.inputs[is_swapped ? 0 : 1],
                            element_count(y.shape)};
  for (Number i :
       {kAZero, kAMultiplier, kAShift, kBZero, kYZero, kYMultiplier, kYShift, kLow, kHigh}) {
    lowered.call.arguments.push_back(n[i]);
  }
  lowered.call.arguments.push_back(node.outputs[0]);
  return lowered;
}

}  // namespace

extern const FormDef form_residual_s8 = {
    .name = "residual_s8",
    .ops = "add",
    .folders = "dsp",
    .lower = lower,
};

}  // namespace mote
