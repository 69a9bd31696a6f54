// SPDX-License-Identifier: Apache-2.0
#include "ops/average.h"

#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

std::vector<Tensor> average_reference(const Graph& graph, const Node& node,
                                      std::span<const Tensor* const> in) {
  if (node.integer("count_include_pad", 0) != 0) {
    throw Error(ErrorCode::unsupported_type, "", "count_include_pad = 1 is not supported");
  }
  const bool integer = is_quantized(input(graph, node, 0));
  Tensor y(static_cast<size_t>(element_count(output(graph, node).shape)));
  for_each_pool(pool_window(graph, node), *in[0], [&](size_t at, const Tensor& seen) {
    const double mean =
        std::accumulate(seen.begin(), seen.end(), 0.0) / static_cast<double>(seen.size());
    y[at] = integer ? std::round(mean) : mean;
  });
  return {y};
}

}  // namespace mote
