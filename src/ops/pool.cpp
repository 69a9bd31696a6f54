// SPDX-License-Identifier: Apache-2.0
#include "ops/pool.h"

#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/tflite_layout.h"

namespace mote {
namespace {

// How many taps of the window at `begin` fall into [low, high).
int64_t taps_within(int64_t begin, int64_t taps, int64_t dilation, int64_t low, int64_t high) {
  int64_t count = 0;
  for (int64_t tap = 0; tap < taps; tap++) {
    const int64_t at = begin + tap * dilation;
    count += at >= low && at < high ? 1 : 0;
  }
  return count;
}

int64_t counted(const Window& v, int64_t top, int64_t left, bool with_padding) {
  const int64_t up = with_padding ? v.pad_top : 0, down = with_padding ? v.pad_bottom : 0;
  const int64_t before = with_padding ? v.pad_left : 0, after = with_padding ? v.pad_right : 0;
  return taps_within(top, v.kernel_height, v.dilation_y, -up, v.height + down) *
         taps_within(left, v.kernel_width, v.dilation_x, -before, v.width + after);
}

}  // namespace

Window pool_window(const Graph& graph, const Node& node) {
  Value image = input(graph, node, 0);
  const size_t rank = image.shape.size();
  const size_t first = node.integer("channels_last", 0) != 0 ? 1 : 2;
  std::vector<int64_t> whole;
  for (size_t i = first; rank > 2 && i < first + rank - 2; i++) whole.push_back(image.shape[i]);
  if (rank > 2) image.shape[0] = 1;
  image.constant.clear();
  return make_window(node, image, node.integers("kernel_shape", whole));
}

std::optional<Window> window_of_pool(const Graph& graph, const Node& node) {
  return pool_window(graph, node);
}

void infer_pool(Graph& graph, const Node& node, std::vector<DType> others) {
  check_input_count(node, 1, 1);
  others.insert(others.begin(), {DType::f32, DType::s8});
  check_dtype(graph, node, 0, std::move(others));
  const Value& x = input(graph, node, 0);
  const Window window = pool_window(graph, node);
  Shape shape = window_output_shape(x, window, window.channels);
  shape[0] = x.shape[0];
  set_output(graph, node, x.dtype, shape);
}

void normalize_pool(Graph& graph, Node& node) {
  normalize_window(graph, node, node.integers("kernel_shape", {}));
  node.attrs.erase("storage_order");
}

void pool_from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node pool{node.name, node.op, {node.inputs[0]}, node.outputs};
  set_tflite_window(graph, node, node.integer("filter_height", 0), node.integer("filter_width", 0),
                    pool);
  if (node.attrs.contains("activation")) pool.attrs["activation"] = node.attrs.at("activation");
  spatial_from_tflite(graph, pool, nodes);
}

void for_each_pool(const Graph& graph, const Node& node, const Tensor& x,
                   const std::function<void(const Seen&)>& take) {
  const Window v = pool_window(graph, node);
  const bool with_padding = node.integer("count_include_pad", 0) != 0;
  const auto index = [&v](int64_t image, int64_t h, int64_t w, int64_t c, int64_t y, int64_t at) {
    return static_cast<size_t>(image * v.channels * h * w +
                               Window::at(v.channels_last, v.channels, h, w, c, y, at));
  };
  const int64_t places = v.channels * v.out_height * v.out_width;
  for (int64_t i = 0; i < places * input(graph, node, 0).shape[0]; i++) {
    const int64_t ox = i % v.out_width, oy = i / v.out_width % v.out_height;
    const int64_t c = i / v.out_width / v.out_height % v.channels, image = i / places;
    const int64_t top = oy * v.stride_y - v.pad_top, left = ox * v.stride_x - v.pad_left;
    Seen seen{index(image, v.out_height, v.out_width, c, oy, ox), {}, 0};
    for (int64_t tap = 0; tap < v.kernel_height * v.kernel_width; tap++) {
      const int64_t y = top + tap / v.kernel_width * v.dilation_y;
      const int64_t column = left + tap % v.kernel_width * v.dilation_x;
      if (y < 0 || y >= v.height || column < 0 || column >= v.width) continue;
      seen.elements.push_back(x[index(image, v.height, v.width, c, y, column)]);
    }
    seen.count = counted(v, top, left, with_padding);
    take(seen);
  }
}

KernelCall pool_call(const Graph& graph, const Node& node, const std::string& kernel,
                     const std::vector<KernelArgument>& extra) {
  const Window v = pool_window(graph, node);
  const Value& x = input(graph, node, 0);
  if (!v.channels_last) {
    throw Error(ErrorCode::unsupported_type, "", "kernels need channels last");
  }
  KernelCall call{kernel + "_" + std::string(dtype_name(x.dtype)),
                  {node.inputs[0], x.shape[0], v.height, v.width, v.channels, v.kernel_height,
                   v.kernel_width, v.stride_y, v.stride_x, v.dilation_y, v.dilation_x, v.pad_top,
                   v.pad_left, v.out_height, v.out_width}};
  call.arguments.insert(call.arguments.end(), extra.begin(), extra.end());
  call.arguments.push_back(node.outputs[0]);
  return call;
}

std::vector<KernelArgument> clamp_arguments(const Graph& graph, const Node& node) {
  const Value& y = output(graph, node);
  const Clamp clamp = output_clamp(node, y);
  return {scalar(y.dtype, clamp.low), scalar(y.dtype, clamp.high)};
}

std::vector<Graph> pool_samples(const std::string& op, bool global, std::vector<DType> dtypes) {
  using List = std::vector<int64_t>;
  struct Case {
    Shape x;
    List kernel, strides, pads, dilations;
    int64_t ceil_mode;
  };
  const Case cases[] = {
      {{1, 16, 9}, {2}, {2}, {0, 0}, {1}, 0},
      {{1, 17, 1}, {3}, {1}, {1, 1}, {1}, 0},
      {{1, 7, 5, 3}, {2, 3}, {1, 2}, {0, 1, 1, 1}, {1, 1}, 0},
      {{1, 4, 4, 17}, {4, 4}, {1, 1}, {0, 0, 0, 0}, {1, 1}, 0},
      {{1, 1, 33}, {1}, {1}, {0, 0}, {1}, 0},
      {{2, 8, 6, 3}, {3, 2}, {2, 3}, {1, 0, 1, 1}, {1, 1}, 1},
      {{2, 9, 8, 2}, {3, 2}, {1, 2}, {2, 1, 1, 2}, {2, 3}, 0},
  };
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    for (DType dtype : dtypes) {
      const Quant quant = dtype == DType::s8    ? quant_of(0.1f, 11)
                          : dtype == DType::s16 ? quant_of(0.01f, 0)
                                                : Quant{};
      Sample sample(op);
      sample.input(dtype, c.x, quant).attr("channels_last", int64_t{1});
      if (!global) {
        sample.attr("kernel_shape", c.kernel)
            .attr("strides", c.strides)
            .attr("pads", c.pads)
            .attr("dilations", c.dilations)
            .attr("ceil_mode", c.ceil_mode);
      }
      graphs.push_back(sample.output(quant));
    }
  }
  return graphs;
}

}  // namespace mote
