// SPDX-License-Identifier: Apache-2.0
// Operators that work along one axis: on lines of elements that are `inner`
// apart.
#pragma once

#include <functional>

#include "ops/op.h"

namespace mote {

struct Lines {
  int64_t outer = 1, length = 1, inner = 1;

  int64_t count() const { return outer * inner; }
  // Where element i of a line stands.
  size_t at(int64_t line, int64_t i) const {
    return static_cast<size_t>((line / inner * length + i) * inner + line % inner);
  }
};

// The lines of operand 0 along `axis`, counted from the end when negative.
Lines lines_along(const Graph& graph, const Node& node, int64_t axis);

// y, whose lines are `of_y`: change(elements of a line of x) gives those of a
// line of y.
Tensor change_lines(const Lines& of_x, const Lines& of_y, const Tensor& x,
                    const std::function<Tensor(Tensor)>& change);

// kernel_<type>(x, outer, length, inner, `extra`, y).
KernelCall line_call(const Graph& graph, const Node& node, const std::string& kernel,
                     const Lines& lines, const std::vector<KernelArgument>& extra);

// f32 operands of awkward lengths, then lines along axis 1 of three.
std::vector<Graph> line_samples(const std::string& op);

}  // namespace mote
