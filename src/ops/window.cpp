// SPDX-License-Identifier: Apache-2.0
#include "ops/window.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

struct Axis {
  int64_t length, kernel, stride, dilation, pad_begin, pad_end, out;
};

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_model, "", message);
}

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::unsupported_type, "", message);
}

int64_t output_length(const Axis& axis, bool round_up) {
  const int64_t reach = (axis.kernel - 1) * axis.dilation + 1;
  const int64_t room = axis.length + axis.pad_begin + axis.pad_end - reach;
  if (room < 0) {
    fail(fmt::format("a window of {} does not fit into {} elements with padding {} and {}", reach,
                     axis.length, axis.pad_begin, axis.pad_end));
  }
  const int64_t out = (room + (round_up ? axis.stride - 1 : 0)) / axis.stride + 1;
  // A last window that would begin in the padding behind the input does not count.
  const bool beyond = round_up && (out - 1) * axis.stride >= axis.length + axis.pad_begin;
  return beyond ? out - 1 : out;
}

Axis make_axis(const Node& node, size_t i, size_t spatial, int64_t length, int64_t kernel) {
  const std::vector<int64_t> ones(spatial, 1), zeros(2 * spatial, 0);
  const auto strides = node.integers("strides", ones);
  const auto dilations = node.integers("dilations", ones);
  const auto pads = node.integers("pads", zeros);
  if (strides.size() != spatial || dilations.size() != spatial || pads.size() != 2 * spatial) {
    fail(fmt::format("strides, dilations or pads do not fit {} spatial axes", spatial));
  }
  Axis axis{length, kernel, strides[i], dilations[i], pads[i], pads[spatial + i], 0};
  constexpr int64_t most = 1 << 20;
  const auto fits = [](int64_t low, int64_t n) { return n >= low && n < most; };
  if (!fits(1, length) || !fits(1, kernel) || !fits(1, axis.stride) || !fits(1, axis.dilation) ||
      !fits(0, axis.pad_begin) || !fits(0, axis.pad_end)) {
    fail(fmt::format(
        "length {}, kernel {}, stride {}, dilation {}, padding {} and {} are not usable", length,
        kernel, axis.stride, axis.dilation, axis.pad_begin, axis.pad_end));
  }
  axis.out = output_length(axis, node.integer("ceil_mode", 0) != 0);
  return axis;
}

}  // namespace

Window make_window(const Node& node, const Value& x, std::vector<int64_t> kernel) {
  const size_t rank = x.shape.size();
  if (rank != 3 && rank != 4) {
    refuse(fmt::format("'{}' has shape {}, expected batch, channels and one or two spatial axes",
                       x.name, to_string(x.shape)));
  }
  const size_t spatial = rank - 2;
  if (x.shape[0] != 1)
    refuse(fmt::format("'{}' has a batch of {}, expected 1", x.name, x.shape[0]));
  if (kernel.size() != spatial) {
    fail(fmt::format("kernel has {} axes, but '{}' has {}", kernel.size(), x.name, spatial));
  }
  const bool last = node.integer("channels_last", 0) != 0;
  const size_t first = last ? 1 : 2;
  const Axis line{1, 1, 1, 1, 0, 0, 1};
  Axis rows = spatial == 2 ? make_axis(node, 0, 2, x.shape[first], kernel[0]) : line;
  Axis columns =
      make_axis(node, spatial - 1, spatial, x.shape[first + spatial - 1], kernel[spatial - 1]);
  const bool is_column = spatial == 2 && rows.length > 1 && columns.length == 1 &&
                         columns.kernel == 1 && columns.pad_begin + columns.pad_end == 0;
  if (is_column) {
    columns = rows;
    rows = line;
  }
  return {.channels = x.shape[last ? rank - 1 : 1],
          .height = rows.length,
          .width = columns.length,
          .kernel_height = rows.kernel,
          .kernel_width = columns.kernel,
          .stride_y = rows.stride,
          .stride_x = columns.stride,
          .dilation_y = rows.dilation,
          .dilation_x = columns.dilation,
          .pad_top = rows.pad_begin,
          .pad_left = columns.pad_begin,
          .pad_bottom = rows.pad_end,
          .pad_right = columns.pad_end,
          .out_height = rows.out,
          .out_width = columns.out,
          .channels_last = last,
          .is_column = is_column};
}

Shape window_output_shape(const Value& x, const Window& window, int64_t channels) {
  Shape shape{1};
  if (!window.channels_last) shape.push_back(channels);
  if (x.shape.size() == 4 && !window.is_column) shape.push_back(window.out_height);
  shape.push_back(window.out_width);
  if (window.is_column) shape.push_back(1);
  if (window.channels_last) shape.push_back(channels);
  return shape;
}

void normalize_window(const Graph& graph, Node& node, const std::vector<int64_t>& kernel) {
  const Value& x = input(graph, node, 0);
  const size_t spatial = kernel.size();
  const std::string mode = node.text("auto_pad", "NOTSET");
  node.attrs.erase("auto_pad");
  node.attrs["kernel_shape"] = kernel;
  node.attrs["strides"] = node.integers("strides", std::vector<int64_t>(spatial, 1));
  node.attrs["dilations"] = node.integers("dilations", std::vector<int64_t>(spatial, 1));
  node.attrs["pads"] = node.integers("pads", std::vector<int64_t>(2 * spatial, 0));
  if (mode == "NOTSET" || mode == "VALID") return;
  if (x.shape.size() != spatial + 2)
    fail(fmt::format("'{}' and the kernel differ in rank", x.name));
  const auto strides = node.integers("strides", {});
  const auto dilations = node.integers("dilations", {});
  if (strides.size() != spatial || dilations.size() != spatial) {
    fail(fmt::format("strides or dilations do not fit {} spatial axes", spatial));
  }
  std::vector<int64_t> pads(2 * spatial, 0);
  for (size_t i = 0; i < spatial; i++) {
    const int64_t length = x.shape[i + 2];
    const int64_t out = (length + strides[i] - 1) / std::max<int64_t>(strides[i], 1);
    const int64_t reach = (kernel[i] - 1) * dilations[i] + 1;
    const int64_t total = std::max<int64_t>(0, (out - 1) * strides[i] + reach - length);
    pads[i] = mode == "SAME_UPPER" ? total / 2 : total - total / 2;
    pads[spatial + i] = total - pads[i];
  }
  node.attrs["pads"] = pads;
}

}  // namespace mote
