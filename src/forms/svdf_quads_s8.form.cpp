// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "forms/byte_rows.h"
#include "forms/form.h"
#include "forms/quads.h"
#include "ops/operands.h"

namespace mote {
namespace {

// The arguments of kernel svdf_s8_s8, in its order.
enum Argument : size_t {
  kX,
  kFeatures,
  kTime,
  kBias,
  kInputs,
  kFilters,
  kSteps,
  kRank,
  kXZero,
  kMemoryZero,
  kYZero,
  kInMultiplier,
  kInShift,
  kOutMultiplier,
  kOutShift,
  kMemoryLow,
  kMemoryHigh,
  kLow,
  kHigh,
  kY,
  kMemory,
};

struct Svdf {
  std::vector<KernelArgument> plain;

  int64_t number(Argument i) const { return std::get<int64_t>(plain[i]); }
  const Tensor& data(Argument i) const { return std::get<KernelData>(plain[i]).elements; }
  FixedPoint scale(Argument multiplier, Argument shift) const {
    return {static_cast<int32_t>(number(multiplier)), static_cast<int>(number(shift))};
  }
};

// The sums over time: one row that has them all, and where each unit's begins.
ByteRow time_row(const Svdf& s, Tensor& starts) {
  ByteRow all{0, 0, s.scale(kOutMultiplier, kOutShift), s.number(kYZero) - s.number(kLow)};
  const auto zero = static_cast<double>(s.number(kMemoryZero));
  const auto taps = static_cast<size_t>(s.number(kRank) * s.number(kSteps));
  for (size_t u = 0; u < s.data(kBias).size(); u++) {
    double least = s.data(kBias)[u], most = least, start = least;
    for (size_t i = u * taps; i < (u + 1) * taps; i++) {
      const double w = s.data(kTime)[i], from = w * (-128 - zero), to = w * (127 - zero);
      least += std::min(from, to);
      most += std::max(from, to);
      start -= w * zero;
    }
    ByteRow unit{static_cast<int64_t>(least), static_cast<int64_t>(most), all.by, all.zero};
    starts.push_back(start + static_cast<double>(settle(unit)));
    all.least = std::min(all.least, unit.least);
    all.most = std::max(all.most, unit.most);
  }
  return all;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs& proofs) {
  const Value& x = input(graph, node, 0);
  if (!is_quantized(x) || output(graph, node, 1).dtype != DType::s8) return std::nullopt;
  const Svdf s{op_of(node).call(graph, node).arguments};
  const int64_t filters = s.number(kFilters);
  const auto count = static_cast<size_t>(filters);
  const auto quads =
      pack_quads(proofs, {filters, s.number(kInputs), s.data(kFeatures), Tensor(count, 0.0),
                          std::vector<FixedPoint>(count, s.scale(kInMultiplier, kInShift)),
                          s.number(kXZero), s.number(kMemoryZero), Clamp{-128, 127}});
  KernelData starts{"starts", DType::s32, {}};
  const auto by = byte_scales(proofs, {time_row(s, starts.elements)}, 24);
  if (!quads || !by) return std::nullopt;
  const ByteScale& y = by->rows[0];
  for (double& start : starts.elements) start += static_cast<double>(y.start);
  Lowered lowered{{"svdf_quads_s8",
                   {s.plain[kX], quads->stream, quads->scales, quads->is_shared, quads->shifts,
                    s.plain[kTime], starts}}};
  lowered.scales = quads->shares;
  auto& arguments = lowered.call.arguments;
  arguments.insert(arguments.end(), s.plain.begin() + kInputs, s.plain.begin() + kXZero);
  for (int64_t n : {int64_t{y.v}, int64_t{y.w}, int64_t{by->first_shift + 32 * by->second_shift}}) {
    arguments.push_back(n);
  }
  arguments.insert(arguments.end(), {s.plain[kLow], s.plain[kHigh],
                                     KernelScratch{(s.number(kInputs) + 3) / 4 * 4, node.inputs[0]},
                                     KernelScratch{(filters + 3) / 4 * 4},
                                     KernelScratch{filters * 4}, s.plain[kY], s.plain[kMemory]});
  return lowered;
}

}  // namespace

extern const FormDef form_svdf_quads_s8 = {
    .name = "svdf_quads_s8",
    .ops = "svdf",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
