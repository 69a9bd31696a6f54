// SPDX-License-Identifier: Apache-2.0
#include "compress/separation.h"

namespace mote {
namespace {

// One tap along an axis of `axes`.
void make_narrow(Node& node, size_t axis, size_t axes) {
  const auto set = [&](const char* key, size_t at, int64_t number) {
    if (!node.attrs.contains(key)) return;
    std::vector<int64_t> numbers = node.integers(key, {});
    numbers[at] = number;
    node.attrs[key] = numbers;
  };
  for (const char* key : {"strides", "dilations", "kernel_shape"}) set(key, axis, 1);
  set("pads", axis, 0);
  set("pads", axis + axes, 0);
}

// Of r x (C height) weights: filter q at the column kx of the window is row q width + kx.
Matrix spatial_spread(const Matrix& inner, Kernel kernel) {
  Matrix spread = Matrix::Zero(inner.rows() * kernel.width, inner.cols() * kernel.width);
  for (Eigen::Index q = 0; q < inner.rows(); q++) {
    for (Eigen::Index i = 0; i < inner.cols(); i++) {
      spread.block(q * kernel.width, i * kernel.width, kernel.width, kernel.width)
          .diagonal()
          .setConstant(inner(q, i));
    }
  }
  return spread;
}

// Of (C m) x taps weights: m filters read channel c.
Matrix depthwise_spread(const Matrix& inner, int64_t channels) {
  const Eigen::Index filters = inner.rows() / channels;
  Matrix spread = Matrix::Zero(inner.rows(), channels * inner.cols());
  for (int64_t c = 0; c < channels; c++) {
    spread.block(c * filters, c * inner.cols(), filters, inner.cols()) =
        inner.middleRows(c * filters, filters);
  }
  return spread;
}

}  // namespace

Matrix inner_spread(const Factors& factors) {
  return factors.separation == Separation::spatial
             ? spatial_spread(factors.inner.w, factors.kernel)
             : depthwise_spread(factors.inner.w, factors.kernel.channels);
}

void separate(Node& inner, Node& outer, const Factors& factors, Shape& inner_shape,
              Shape& outer_shape) {
  const size_t axes = inner_shape.size() - 2;
  if (factors.separation == Separation::spatial) {
    make_narrow(inner, 1, axes);
    make_narrow(outer, 0, axes);
    inner_shape[3] = 1;
    outer_shape = {0, factors.inner.w.rows(), 1, factors.kernel.width};
  } else {
    inner.attrs["group"] = inner_shape[1];
    inner_shape[1] = 1;
    make_pointwise(outer, axes);
  }
}

void make_pointwise(Node& node, size_t axes) {
  for (size_t axis = 0; axis < axes; axis++) make_narrow(node, axis, axes);
}

}  // namespace mote
