// SPDX-License-Identifier: Apache-2.0
#include "forms/byte_product.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };

bool is_byte_layer(const Graph& graph, const Node& node) {
  return input(graph, node, kX).dtype == DType::s8 && input(graph, node, kWeights).is_constant;
}

ByteProduct product_of(const Graph& graph, const Node& node, std::vector<FixedPoint> by) {
  const Value& w = input(graph, node, kWeights);
  const Value& y = output(graph, node);
  return {w.shape[0],
          element_count(w.shape) / w.shape[0],
          w.constant,
          bias_data(graph, node, kBias, w.shape[0]).elements,
          std::move(by),
          input(graph, node, kX).quant.zero_point[0],
          y.quant.zero_point[0],
          output_clamp(node, y)};
}

}  // namespace

std::optional<ByteProduct> fully_connected_product(const Graph& graph, const Node& node) {
  if (!is_byte_layer(graph, node)) return std::nullopt;
  const Value& w = input(graph, node, kWeights);
  return product_of(graph, node,
                    row_multipliers(input(graph, node, kX), w, output(graph, node), w.shape[0]));
}

std::optional<ConvGeometry> byte_conv(const Graph& graph, const Node& node) {
  if (!is_byte_layer(graph, node)) return std::nullopt;
  const ConvGeometry g = conv_geometry(graph, node);
  return g.window.channels_last ? std::optional(g) : std::nullopt;
}

ByteProduct conv_product(const Graph& graph, const Node& node, const ConvGeometry& g) {
  return product_of(graph, node,
                    channel_multipliers(input(graph, node, kX), input(graph, node, kWeights),
                                        output(graph, node), g.filters));
}

}  // namespace mote
