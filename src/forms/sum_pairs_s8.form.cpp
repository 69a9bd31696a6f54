// SPDX-License-Identifier: Apache-2.0
// TFLite's addition rounds three times; for two bytes one rounding can be shown to give the same on
// all 65536 pairs.
#include <algorithm>
#include <cmath>

#include "forms/form.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kA, kB };

// What the operator gives for all pairs of bytes: [a + 128][b + 128].
Tensor all_sums(const Graph& graph, const Node& node) {
  Graph pairs;
  Node one = node;
  Tensor a, b;
  for (int i = 0; i < 65536; i++) {
    a.push_back(i / 256 - 128);
    b.push_back(i % 256 - 128);
  }
  const Shape shape{65536};
  const auto add = [&](const char* name, const Value& like) {
    return pairs.add({name, DType::s8, shape, like.quant});
  };
  one.inputs = {add("a", input(graph, node, kA)), add("b", input(graph, node, kB))};
  one.outputs = {add("y", output(graph, node))};
  const std::vector<const Tensor*> in{&a, &b};
  return op_of(node).reference(pairs, one, in)[0];
}

// The number that makes the factors right for all pairs, if there is one.
std::optional<SumFactors> with_factors(const Tensor& sums, Clamp clamp, int64_t a, int64_t b,
                                       int shift) {
  const int64_t one = int64_t{1} << shift;
  int64_t least = -(int64_t{1} << 62), most = int64_t{1} << 62;
  for (int64_t i = 0; i < 65536; i++) {
    const auto y = static_cast<int64_t>(sums[static_cast<size_t>(i)]);
    const int64_t part = (i / 256 - 128) * a + (i % 256 - 128) * b;
    if (static_cast<double>(y) > clamp.low) least = std::max(least, y * one - part);
    if (static_cast<double>(y) < clamp.high) most = std::min(most, (y + 1) * one - 1 - part);
    if (least > most) return std::nullopt;
  }
  if (least < -(int64_t{1} << 61) || most > (int64_t{1} << 61)) return std::nullopt;
  const int64_t added = least + (most - least) / 2;
  const int64_t reach = 128 * (std::abs(a) + std::abs(b)) + std::abs(added);
  if (reach >= int64_t{1} << 31) return std::nullopt;
  return SumFactors{a, b, added, shift};
}

std::optional<SumFactors> find_factors(const Graph& graph, const Node& node, const Tensor& sums,
                                       Clamp clamp, int shift) {
  constexpr double most = 0x1p24;  // 128 times larger ones leave 32 bits
  const double y = double{output(graph, node).quant.scale[0]};
  int64_t factors[2];
  for (size_t i : {kA, kB}) {
    const double real = std::ldexp(double{input(graph, node, i).quant.scale[0]} / y, shift);
    if (!(real < most)) return std::nullopt;
    factors[i] = std::llround(real);
  }
  constexpr int64_t near = 3;  // ties want factors a little larger or smaller than the real ones
  for (int64_t i = 0; i <= near; i++) {
    for (int64_t j = 0; j <= near; j++) {
      for (int64_t sign : {1, -1}) {
        const auto found =
            with_factors(sums, clamp, factors[kA] + sign * i, factors[kB] + sign * j, shift);
        if (found) return found;
      }
    }
  }
  return std::nullopt;
}

std::optional<SumFactors> find_factors(const Graph& graph, const Node& node, Clamp clamp) {
  const Tensor sums = all_sums(graph, node);
  for (int shift = 22; shift >= 12; shift--) {
    if (const auto by = find_factors(graph, node, sums, clamp, shift)) return by;
  }
  return std::nullopt;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs& proofs) {
  const Value& a = input(graph, node, kA);
  const Value& b = input(graph, node, kB);
  const Value& y = output(graph, node);
  for (const Value* value : {&a, &b, &y}) {
    if (value->dtype != DType::s8 || !is_quantized(*value)) return std::nullopt;
  }
  if (a.shape != b.shape) return std::nullopt;
  // A proof takes longer than such a sum is worth.
  constexpr int64_t few = 64;
  if (element_count(y.shape) < few) return std::nullopt;
  const Clamp clamp = output_clamp(node, y);
  const auto& by = proofs.sums.get({node.attrs, a.quant, b.quant, y.quant},
                                   [&] { return find_factors(graph, node, clamp); });
  if (!by) return std::nullopt;
  Lowered lowered{{"sum_pairs_s8", {}}, Sharing::overwrite};
  lowered.call.arguments = {node.inputs[kA],
                            node.inputs[kB],
                            element_count(y.shape),
                            by->a,
                            by->b,
                            by->added,
                            int64_t{by->shift},
                            scalar(y.dtype, clamp.low),
                            scalar(y.dtype, clamp.high),
                            node.outputs[0]};
  return lowered;
}

}  // namespace

extern const FormDef form_sum_pairs_s8 = {
    .name = "sum_pairs_s8",
    .ops = "add",
    .folders = "portable",
    .lower = lower,
};

}  // namespace mote
