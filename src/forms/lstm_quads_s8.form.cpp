// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "forms/byte_rows.h"
#include "forms/form.h"
#include "forms/quads.h"
#include "ops/operands.h"
#include "ops/recurrent.h"

namespace mote {
namespace {

// The arguments of kernel lstm_s8, in its order.
enum Argument : size_t {
  kX,
  kW,
  kR,
  kBias,
  kSteps,
  kBatch,
  kInputs,
  kHidden,
  kScales,  // six arrays
  kXZero = kScales + 6,
  kHZero,
  kCellFactor,
  kCellShift,
  kCellLow,
  kCellHigh,
  kSigmoid,
  kY,
  kH,
  kC,
};

// v and w for each gate, from arrays of multipliers and shifts.
std::optional<KernelData> gate_scales(const char* name, const KernelArgument& multiplier,
                                      const KernelArgument& shift) {
  KernelData scales{name, DType::u32, {}};
  for (size_t k = 0; k < 4; k++) {
    const auto at = [&](const KernelArgument& all) {
      return std::get<KernelData>(all).elements[k];
    };
    const auto scale =
        exact_scale({static_cast<int32_t>(at(multiplier)), static_cast<int>(at(shift))}, 0);
    if (!scale) return std::nullopt;
    scales.elements.insert(scales.elements.end(), {double(scale->v), double(scale->w)});
  }
  return scales;
}

std::optional<KernelData> gate_weights(const char* name, int64_t rows, int64_t columns,
                                       const Tensor& weights, const Tensor& bias, int64_t zero) {
  auto data = pack_quads_of_sums({rows, columns, weights, bias, {}, zero});
  if (data) data->name = name;
  return data;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  if (!is_quantized(input(graph, node, Recurrent::kX))) return std::nullopt;
  const auto plain = op_of(node).call(graph, node).arguments;
  const auto number = [&](Argument i) { return std::get<int64_t>(plain[i]); };
  const auto data = [&](Argument i) { return std::get<KernelData>(plain[i]).elements; };
  const int64_t hidden = number(kHidden), inputs = number(kInputs), rows = 4 * hidden;
  const Tensor none(static_cast<size_t>(rows), 0.0);
  const auto w = gate_weights("w", rows, inputs, data(kW), data(kBias), number(kXZero));
  const auto r = gate_weights("r", rows, hidden, data(kR), none, number(kHZero));
  const auto from_x = gate_scales("input_scale", plain[kScales], plain[kScales + 1]);
  const auto from_h = gate_scales("hidden_scale", plain[kScales + 2], plain[kScales + 3]);
  if (!w || !r || !from_x || !from_h) return std::nullopt;
  Lowered lowered{{"lstm_quads_s8", {plain[kX], *w, *r}}};
  auto& arguments = lowered.call.arguments;
  arguments.insert(arguments.end(), plain.begin() + kSteps, plain.begin() + kScales);
  arguments.insert(arguments.end(), {*from_x, *from_h, plain[kScales + 4], plain[kScales + 5]});
  arguments.insert(arguments.end(), plain.begin() + kHZero, plain.begin() + kY);
  arguments.push_back(KernelScratch{(std::max(inputs, hidden) + 3) / 4 * 4});
  arguments.push_back(KernelScratch{2 * rows * 4});
  arguments.insert(arguments.end(), plain.begin() + kY, plain.end());
  return lowered;
}

}  // namespace

extern const FormDef form_lstm_quads_s8 = {
    .name = "lstm_quads_s8",
    .ops = "lstm",
    .folders = "thumb1 thumb2",
    .lower = lower,
};

}  // namespace mote
