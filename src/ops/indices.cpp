// SPDX-License-Identifier: Apache-2.0
#include "ops/indices.h"

#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/reduce.h"

namespace mote {

int64_t held_index(double index, int64_t extent) {
  const auto length = static_cast<double>(extent);
  const double at = index < 0 ? index + length : index;
  return static_cast<int64_t>(std::clamp(at, 0.0, std::max(length - 1, 0.0)));
}

void check_indices(const Graph& graph, const Node& node, size_t i) {
  check_dtype(graph, node, i, {DType::s64, DType::s32});
}

int64_t index_bytes(const Graph& graph, const Node& node, size_t i) {
  return dtype_bytes(input(graph, node, i).dtype);
}

int64_t combination(const Node& node) {
  const std::string how = node.text("reduction", "none");
  const char* const names[] = {"none", "add", "mul", "max", "min"};
  const auto found = std::find(std::begin(names), std::end(names), how);
  if (found != std::end(names)) return found - std::begin(names);
  throw Error(ErrorCode::bad_model, "", "unknown reduction '" + how + "'");
}

double combined(DType dtype, int64_t how, double element, double update) {
  if (how == 0) return update;
  if (how == 3) return std::max(element, update);
  if (how == 4) return std::min(element, update);
  if (dtype == DType::f32) {
    const double exact = how == 1 ? element + update : element * update;
    return double{static_cast<float>(exact)};
  }
  const auto add = [](uint64_t a, uint64_t b) { return a + b; };
  const auto multiply = [](uint64_t a, uint64_t b) { return a * b; };
  return how == 1 ? fold_wrapping(dtype, {element, update}, 0, add)
                  : fold_wrapping(dtype, {element, update}, 1, multiply);
}

}  // namespace mote
