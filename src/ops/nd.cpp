// SPDX-License-Identifier: Apache-2.0
#include "ops/nd.h"

#include "base/error.h"
#include "ops/indices.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kIndices };

}  // namespace

Tuples tuples_of(const Graph& graph, const Node& node, int64_t batch_axes) {
  check_indices(graph, node, kIndices);
  const Shape &x = input(graph, node, kX).shape, &list = input(graph, node, kIndices).shape;
  const auto batch = static_cast<size_t>(batch_axes);
  if (batch_axes < 0 || list.empty() || batch >= list.size() || list.back() < 1 ||
      list.back() > static_cast<int64_t>(x.size()) - batch_axes) {
    fail_operand(graph, node, kIndices, "tuples that name places in " + to_string(x));
  }
  const auto entries = static_cast<size_t>(list.back());
  Tuples tuples;
  const std::vector<int64_t> steps = steps_of(x);
  for (size_t i = 0; i < x.size(); i++) {
    if (i < batch && x[i] != list[i]) fail_operand(graph, node, kIndices, "the batch axes of x");
    (i < batch ? tuples.batches : tuples.batch_length) *= x[i];
    if (i >= batch + entries) tuples.slice *= x[i];
    if (i < batch || i >= batch + entries) continue;
    if (x[i] == 0) fail_operand(graph, node, kX, "elements");
    tuples.extents.push_back(x[i]);
    tuples.steps.push_back(steps[i]);
  }
  for (size_t i = batch; i + 1 < list.size(); i++) tuples.count *= list[i];
  return tuples;
}

std::vector<int64_t> named_slices(const Tuples& tuples, const Tensor& indices) {
  std::vector<int64_t> slices;
  size_t next = 0;
  for (int64_t i = 0; i < tuples.batches * tuples.count; i++) {
    int64_t at = i / tuples.count * tuples.batch_length;
    for (size_t k = 0; k < tuples.extents.size(); k++) {
      at += held_index(indices[next++], tuples.extents[k]) * tuples.steps[k];
    }
    slices.push_back(at);
  }
  return slices;
}

std::vector<KernelArgument> tuple_arguments(const Graph& graph, const Node& node,
                                            const Tuples& tuples) {
  return {node.inputs[kIndices],
          index_bytes(graph, node, kIndices),
          tuples.batches,
          tuples.batch_length,
          tuples.count,
          static_cast<int64_t>(tuples.extents.size()),
          KernelData{"extents", DType::s32, Tensor(tuples.extents.begin(), tuples.extents.end())},
          KernelData{"steps", DType::s32, Tensor(tuples.steps.begin(), tuples.steps.end())},
          tuples.slice};
}

}  // namespace mote
