// SPDX-License-Identifier: Apache-2.0
#include "forms/sparse_rows.h"

namespace mote {
namespace {

// Whether every output position reads the input position in its place.
bool is_pointwise(const ConvGeometry& g) {
  const Window& v = g.window;
  return g.group_inputs == v.channels && g.taps() == 1 && v.out_height == v.height &&
         v.out_width == v.width && v.pad_top == 0 && v.pad_left == 0;
}

}  // namespace

extern const FormDef form_conv_sparse_s8 = {
    .name = "conv_sparse_s8",
    .ops = "conv",
    .folders = "portable thumb1 thumb2 dsp mve",
    .is_rare = true,
    .lower = [](const Graph& graph, const Node& node, Proofs& proofs) -> std::optional<Lowered> {
      const auto g = byte_conv(graph, node);
      if (!g || !is_pointwise(*g)) return std::nullopt;
      return lower_sparse(proofs, "conv_sparse_s8", node, conv_product(graph, node, *g),
                          g->window.out_height * g->window.out_width);
    },
};

}  // namespace mote
