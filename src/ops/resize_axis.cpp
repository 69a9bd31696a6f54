// SPDX-License-Identifier: Apache-2.0
#include "ops/resize_axis.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kRoi, kScales, kSizes };

Tensor known_numbers(const Graph& graph, const Node& node, size_t i, size_t count) {
  check_constant(graph, node, i);
  const Tensor& numbers = input(graph, node, i).constant;
  if (numbers.size() != count) fail_operand(graph, node, i, std::to_string(count) + " numbers");
  for (double number : numbers) {
    if (!std::isfinite(number)) fail_operand(graph, node, i, "finite numbers");
  }
  return numbers;
}

bool is_given(const Graph& graph, const Node& node, size_t i) {
  return node.has_input(i) && !graph[node.inputs[i]].constant.empty();
}

bool crops(const Node& node) {
  return node.text("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize";
}

void set_sizes(const Node& node, const Tensor& sizes, const std::vector<size_t>& axes,
               std::vector<ResizedAxis>& all) {
  const std::string policy = node.text("keep_aspect_ratio_policy", "stretch");
  Tensor scales;
  for (size_t i = 0; i < axes.size(); i++) {
    scales.push_back(sizes[i] / static_cast<double>(std::max<int64_t>(all[axes[i]].length, 1)));
  }
  double common = 0;
  if (policy != "stretch" && !scales.empty()) {
    common = policy == "not_larger" ? *std::min_element(scales.begin(), scales.end())
                                    : *std::max_element(scales.begin(), scales.end());
  }
  for (size_t i = 0; i < axes.size(); i++) {
    ResizedAxis& axis = all[axes[i]];
    axis.scale = policy == "stretch" ? scales[i] : common;
    const double size = policy == "stretch"
                            ? sizes[i]
                            : std::floor(common * static_cast<double>(axis.length) + 0.5);
    axis.resized = checked_extent(static_cast<int64_t>(std::clamp(size, -1.0, 0x1p40)));
  }
}

// Where element i of the resized axis stands on the axis.
double place(const Node& node, const ResizedAxis& axis, int64_t i) {
  const std::string mode = node.text("coordinate_transformation_mode", "half_pixel");
  const auto at = static_cast<double>(i), length = static_cast<double>(axis.length);
  const auto resized = static_cast<double>(axis.resized);
  const double exact = axis.scale * length;
  const double half_pixel = (at + 0.5) / axis.scale - 0.5;
  if (mode == "half_pixel") return half_pixel;
  if (mode == "asymmetric") return at / axis.scale;
  if (mode == "pytorch_half_pixel") return exact == 1 ? -0.5 : half_pixel;
  if (mode == "align_corners") return resized <= 1 ? 0 : at * (length - 1) / (exact - 1);
  if (mode == "half_pixel_symmetric") return length / 2 * (1 - resized / exact) + half_pixel;
  if (resized == 1) return 0.5 * (axis.roi_start + axis.roi_end) * (length - 1);
  return (axis.roi_start + at * (axis.roi_end - axis.roi_start) / (resized - 1)) * (length - 1);
}

double nearest(const Node& node, double at) {
  const std::string mode = node.text("nearest_mode", "round_prefer_floor");
  if (mode == "floor") return std::floor(at);
  if (mode == "ceil") return std::ceil(at);
  return mode == "round_prefer_ceil" ? std::floor(at + 0.5) : std::ceil(at - 0.5);
}

double weight(bool is_cubic, double a, double distance) {
  const double d = std::abs(distance);
  if (!is_cubic) return std::max(0.0, 1 - d);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

}  // namespace

std::vector<ResizedAxis> resized_axes(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, kX).shape;
  std::vector<int64_t> every(shape.size());
  std::iota(every.begin(), every.end(), 0);
  const auto axes = checked_axes(node, node.integers("axes", every), shape.size());
  std::vector<ResizedAxis> all;
  for (int64_t extent : shape) all.push_back({extent, extent});
  if (crops(node)) {
    const Tensor roi = known_numbers(graph, node, kRoi, 2 * axes.size());
    for (size_t i = 0; i < axes.size(); i++) {
      all[axes[i]].roi_start = roi[i];
      all[axes[i]].roi_end = roi[axes.size() + i];
    }
  }
  if (is_given(graph, node, kSizes)) {
    set_sizes(node, known_numbers(graph, node, kSizes, axes.size()), axes, all);
  } else {
    const Tensor scales = known_numbers(graph, node, kScales, axes.size());
    for (size_t i = 0; i < axes.size(); i++) {
      ResizedAxis& axis = all[axes[i]];
      axis.scale = scales[i];
      const double part = axis.roi_end - axis.roi_start;
      const double size = std::floor(static_cast<double>(axis.length) * part * scales[i]);
      axis.resized = checked_extent(static_cast<int64_t>(std::clamp(size, -1.0, 0x1p40)));
    }
  }
  for (const ResizedAxis& axis : all) {
    if (axis.scale > 0 && axis.length > 0) continue;
    throw Error(ErrorCode::bad_model, "", "scales and extents must be positive");
  }
  return all;
}

std::vector<Tap> resize_taps(const Node& node, const ResizedAxis& axis, int64_t i) {
  if (axis.is_plain()) return {{i, 1}};
  const double at = place(node, axis, i), last = static_cast<double>(axis.length - 1);
  if (crops(node) && (at < 0 || at > last)) return {};
  const std::string mode = node.text("mode", "nearest");
  const auto held = [&](double index) {
    return static_cast<int64_t>(std::clamp(index, 0.0, last));
  };
  if (mode == "nearest") return {{held(nearest(node, at)), 1}};
  const double narrow =
      node.integer("antialias", 0) != 0 ? std::max(std::min(axis.scale, 1.0), 1e-4) : 1;
  const bool is_cubic = mode == "cubic", excludes = node.integer("exclude_outside", 0) != 0;
  const double reach = (is_cubic ? 2 : 1) / narrow;
  std::vector<Tap> taps;
  double sum = 0;
  for (double index = std::floor(at - reach); index <= std::ceil(at + reach); index++) {
    const double w = weight(is_cubic, node.number("cubic_coeff_a", -0.75), narrow * (index - at));
    if (w == 0 || (excludes && (index < 0 || index > last))) continue;
    const bool is_same = !taps.empty() && taps.back().index == held(index);
    if (!is_same) taps.push_back({held(index), 0});
    taps.back().weight += w;
    sum += w;
  }
  for (Tap& tap : taps) tap.weight /= sum;
  return taps;
}

}  // namespace mote
