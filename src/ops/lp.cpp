// SPDX-License-Identifier: Apache-2.0
#include "ops/lp.h"

#include <cmath>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/pool.h"

namespace mote {

void infer_lp(Graph& graph, const Node& node) {
  infer_pool(graph, node);
  check_dtype(graph, node, 0, {DType::f32});
  if (node.integer("p", 2) < 1) throw Error(ErrorCode::bad_model, "", "p must be 1 or more");
}

std::vector<Tensor> lp_reference(const Graph& graph, const Node& node,
                                 std::span<const Tensor* const> in) {
  const auto p = static_cast<double>(node.integer("p", 2));
  Tensor y(static_cast<size_t>(element_count(output(graph, node).shape)));
  for_each_pool(graph, node, *in[0], [&](const Seen& seen) {
    double sum = 0;
    for (double element : seen.elements) sum += std::pow(std::abs(element), p);
    y[seen.position] = std::pow(sum, 1 / p);
  });
  return {y};
}

KernelCall lp_call(const Graph& graph, const Node& node) {
  return pool_call(graph, node, "lp_pool", {node.integer("p", 2)});
}

}  // namespace mote
