// SPDX-License-Identifier: Apache-2.0
// y = what the small floating point type with ONNX's number `to` can hold of x: rounded to its
// bits, halves to even; beyond its range its largest number (attribute saturate), infinity or NaN.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ops/element_types.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Rounding : int64_t { kNearest, kUp, kDown };

// Of powers of two; the other types are rounded to the nearest.
Rounding rounding(const Node& node, const SmallFloat& small) {
  if (small.mantissa != 0) return kNearest;
  const std::string mode = node.text("round_mode", "up");
  return mode == "up" ? kUp : mode == "down" ? kDown : kNearest;
}

Overflow overflow(const Node& node, const SmallFloat& small) {
  const bool saturates = small.may_saturate && node.integer("saturate", 1) != 0;
  return saturates ? Overflow::saturate : small.overflow;
}

const SmallFloat& target(const Node& node) {
  return element_type(node.integer("to", 0)).small;
}

// Those whose values beyond the range end at the largest have no NaN.
bool has_nan(const SmallFloat& small) {
  return small.overflow != Overflow::saturate;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32});
  if (target(node).largest == 0) fail_operand(graph, node, 0, "to become a small float");
  set_output(graph, node, DType::f32, input(graph, node, 0).shape);
}

double rounded(const Node& node, const SmallFloat& small, double x) {
  if (std::isnan(x)) return has_nan(small) ? x : 0;
  double result = x;
  if (std::isfinite(x) && x != 0) {
    const int exponent = std::max(std::ilogb(x), small.least_exponent);
    const double steps = std::ldexp(x, small.mantissa - exponent);
    const Rounding way = rounding(node, small);
    const double whole = way == kUp     ? std::ceil(steps)
                         : way == kDown ? std::floor(steps)
                                        : std::nearbyint(steps);
    result = std::ldexp(whole, exponent - small.mantissa);
  }
  if (std::abs(result) > small.largest) {
    const Overflow way = overflow(node, small);
    const double beyond = way == Overflow::saturate   ? small.largest
                          : way == Overflow::infinity ? std::numeric_limits<double>::infinity()
                                                      : std::numeric_limits<double>::quiet_NaN();
    return std::copysign(beyond, x);
  }
  return small.smallest == 0 ? result : std::max(result, small.smallest);
}

std::vector<Tensor> reference(const Graph&, const Node& node, std::span<const Tensor* const> in) {
  Tensor y = *in[0];
  for (double& element : y) element = rounded(node, target(node), element);
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const SmallFloat& small = target(node);
  return {"round_to_type_f32",
          {node.inputs[0], element_count(input(graph, node, 0).shape), int64_t{small.mantissa},
           int64_t{small.least_exponent}, int64_t{rounding(node, small)},
           static_cast<float>(small.smallest), static_cast<float>(small.largest),
           static_cast<int64_t>(overflow(node, small)), int64_t{has_nan(small)}, node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t to : {10, 16, 17, 18, 19, 20, 23, 24}) {
    for (double reach : {0.01, 4.0, 400.0}) {
      graphs.push_back(Sample("round_to_type")
                           .input(DType::f32, {257})
                           .range(to == 24 ? 0 : -reach, reach)
                           .attr("to", to)
                           .output());
    }
  }
  // Beyond the range of those that saturate.
  for (int64_t to : {10, 16, 17, 18, 19, 20, 23}) {
    const double reach = to == 10 ? 6e4 : 7e4;
    graphs.push_back(Sample("round_to_type")
                         .input(DType::f32, {257})
                         .range(-reach, reach)
                         .attr("to", to)
                         .output());
  }
  for (const char* mode : {"up", "down", "nearest"}) {
    graphs.push_back(Sample("round_to_type")
                         .input(DType::f32, {257})
                         .range(0, 40)
                         .attr("to", int64_t{24})
                         .attr("round_mode", std::string(mode))
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_round_to_type = {
    .name = "round_to_type",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .elementwise = true,
    .samples = samples,
};

}  // namespace mote
