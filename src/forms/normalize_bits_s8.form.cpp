// SPDX-License-Identifier: Apache-2.0
// Without an FPU: (x - offset) * gain as a product with 16 bits of gain, minus offset * gain.
#include <bit>

#include "forms/float_steps.h"
#include "forms/form.h"
#include "ops/operands.h"

namespace mote {
namespace {

Tensor as_floats(Tensor reals) {
  for (double& real : reals) real = static_cast<float>(real);
  return reals;
}

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  if (node.inputs.size() != 3) return std::nullopt;
  const Value& x = input(graph, node, 0);
  const int64_t channels = x.shape.back();
  const int64_t zero = output(graph, node).quant.zero_point[0];
  const Tensor offset = as_floats(input(graph, node, 1).constant);
  const Tensor gain = as_floats(input(graph, node, 2).constant);
  const auto rows = float_rows(offset, gain, zero);
  if (!rows) return std::nullopt;
  KernelData table{"steps", DType::u32, {}};
  const auto bits = [](double real) { return std::bit_cast<uint32_t>(static_cast<float>(real)); };
  for (size_t c = 0; c < gain.size(); c++) {
    const FloatSteps& channel = rows->channels[c];
    for (const int64_t word : {channel.factor, channel.added}) {
      table.elements.push_back(static_cast<uint32_t>(word));
    }
    for (const double real : {offset[c], gain[c]}) table.elements.push_back(bits(real));
  }
  Lowered lowered{{"normalize_bits_s8",
                   {node.inputs[0], element_count(x.shape) / channels, channels, table, rows->doubt,
                    zero, node.outputs[0]}}};
  lowered.sharing = Sharing::overwrite;
  return lowered;
}

}  // namespace

extern const FormDef form_normalize_bits_s8 = {
    .name = "normalize_bits_s8",
    .ops = "quantize",
    .folders = "soft",
    .lower = lower,
};

}  // namespace mote
