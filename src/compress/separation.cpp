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

}  // namespace

std::vector<std::vector<Place>> places_of_inner(const Factors& factors) {
  const Kernel k = factors.kernel;
  const Matrix& inner = factors.inner.w;
  const bool is_spatial = factors.separation == Separation::spatial;
  std::vector<std::vector<Place>> places;
  for (Eigen::Index row = 0; row < inner.rows(); row++) {
    const Eigen::Index channel = is_spatial ? 0 : row / (inner.rows() / k.channels);
    for (Eigen::Index i = 0; i < inner.cols(); i++) {
      places.push_back({});
      if (!is_spatial) places.back() = {{row, channel * inner.cols() + i}};
      for (Eigen::Index x = 0; is_spatial && x < k.width; x++) {
        places.back().push_back({row * k.width + x, i * k.width + x});
      }
    }
  }
  return places;
}

Matrix inner_spread(const Factors& factors) {
  const Kernel k = factors.kernel;
  const Matrix& inner = factors.inner.w;
  const Eigen::Index copies = factors.separation == Separation::spatial ? k.width : 1;
  Matrix spread = Matrix::Zero(inner.rows() * copies, k.channels * k.taps());
  const double* element = inner.data();
  for (const std::vector<Place>& places : places_of_inner(factors)) {
    for (const Place& place : places) spread(place.row, place.column) = *element;
    element++;
  }
  return spread;
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
