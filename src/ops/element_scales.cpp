// SPDX-License-Identifier: Apache-2.0
#include "ops/element_scales.h"

#include <fmt/format.h>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

// Each element along `axis` repeated `times` times, cut to x's extent.
ValueId repeated(Graph& graph, const Value& value, const Shape& x, size_t axis, int64_t times) {
  Shape shape = value.shape;
  shape[axis] = x[axis];
  const auto inner = static_cast<size_t>(
      element_count({shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, shape.end()}));
  Tensor elements(static_cast<size_t>(element_count(shape)));
  const auto extent = static_cast<size_t>(x[axis]);
  for (size_t k = 0; k < elements.size(); k++) {
    const size_t along = k / inner % extent;
    const size_t outer = k / inner / extent;
    const size_t block = along / static_cast<size_t>(times);
    elements[k] =
        value
            .constant[(outer * static_cast<size_t>(value.shape[axis]) + block) * inner + k % inner];
  }
  return graph.add_constant(value.name + "_repeated", value.dtype, shape, std::move(elements));
}

}  // namespace

ValueId element_scales(Graph& graph, const Node& node, size_t i, Expansion& expansion) {
  const Value value = input(graph, node, i);
  const Shape x = input(graph, node, 0).shape;
  if (element_count(value.shape) == 1)
    return expansion.add("reshape", {node.inputs[i], expansion.integers({1})});
  const size_t axis = normal_axis(node, node.integer("axis", 1), x.size());
  const int64_t block = node.integer("block_size", 0);
  const auto fail = [&] {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("'{}' {} does not fit {} along axis {}", value.name,
                            to_string(value.shape), to_string(x), axis));
  };
  if (block > 0) {
    if (!value.is_constant) {
      throw Error(ErrorCode::unsupported_type, "", "scales of blocks must be constant");
    }
    Shape wanted = x;
    wanted[axis] = (x[axis] + block - 1) / block;
    if (value.shape != wanted) fail();
    return repeated(graph, value, x, axis, block);
  }
  if (value.shape != Shape{x[axis]}) fail();
  std::vector<int64_t> shape(x.size() - axis, 1);
  shape[0] = x[axis];
  return expansion.add("reshape", {node.inputs[i], expansion.integers(shape)});
}

}  // namespace mote
