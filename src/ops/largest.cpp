// SPDX-License-Identifier: Apache-2.0
#include "ops/largest.h"

#include <algorithm>

#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

void infer_largest(Graph& graph, const Node& node) {
  infer_pool(graph, node, {DType::u8, DType::s16});
}

std::vector<Tensor> largest_reference(const Graph& graph, const Node& node,
                                      std::span<const Tensor* const> in) {
  const Clamp clamp = output_clamp(node, output(graph, node));
  Tensor y(static_cast<size_t>(element_count(output(graph, node).shape)));
  for_each_pool(graph, node, *in[0], [&](const Seen& seen) {
    double largest = clamp.low;
    for (double element : seen.elements) largest = std::max(largest, element);
    y[seen.position] = std::min(largest, clamp.high);
  });
  return {y};
}

KernelCall largest_call(const Graph& graph, const Node& node) {
  return pool_call(graph, node, "max_pool", clamp_arguments(graph, node));
}

}  // namespace mote
