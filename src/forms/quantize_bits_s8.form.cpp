// SPDX-License-Identifier: Apache-2.0
// Without an FPU: x / scale as a product with 16 bits of 1 / scale.
#include "forms/float_steps.h"
#include "forms/form.h"
#include "ops/operands.h"

namespace mote {
namespace {

std::optional<Lowered> lower(const Graph& graph, const Node& node, Proofs&) {
  const Value& x = input(graph, node, 0);
  const Value& y = output(graph, node);
  if (node.inputs.size() != 1 || y.dtype != DType::s8) return std::nullopt;
  const float scale = y.quant.scale[0];
  const int64_t zero = y.quant.zero_point[0];
  const double offset = 0, gain = 1 / double{scale};
  const auto rows = float_rows({&offset, 1}, {&gain, 1}, zero);
  if (!rows) return std::nullopt;
  Lowered lowered{{"quantize_bits_s8",
                   {node.inputs[0], element_count(x.shape), scale, rows->channels[0].factor,
                    rows->channels[0].added, rows->doubt, zero, node.outputs[0]}}};
  lowered.sharing = Sharing::overwrite;
  return lowered;
}

}  // namespace

extern const FormDef form_quantize_bits_s8 = {
    .name = "quantize_bits_s8",
    .ops = "quantize",
    .folders = "soft",
    .lower = lower,
};

}  // namespace mote
