// SPDX-License-Identifier: Apache-2.0
#include "ops/pool.h"

#include "base/error.h"
#include "ops/operands.h"

namespace mote {

Window pool_window(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  const size_t rank = x.shape.size();
  const size_t first = node.integer("channels_last", 0) != 0 ? 1 : 2;
  std::vector<int64_t> whole;
  for (size_t i = first; rank > 2 && i < first + rank - 2; i++) whole.push_back(x.shape[i]);
  return make_window(node, x, node.integers("kernel_shape", whole));
}

void infer_pool(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  check_dtype(graph, node, 0, {DType::f32, DType::s8});
  const Value& x = input(graph, node, 0);
  const Window window = pool_window(graph, node);
  set_output(graph, node, x.dtype, window_output_shape(x, window, window.channels));
}

void normalize_pool(Graph& graph, Node& node) {
  normalize_window(graph, node, node.integers("kernel_shape", {}));
  node.attrs.erase("storage_order");
}

void for_each_pool(const Window& v, const Tensor& x,
                   const std::function<void(size_t, const Tensor&)>& take) {
  const auto index = [&v](int64_t h, int64_t w, int64_t c, int64_t y, int64_t column) {
    return static_cast<size_t>(Window::at(v.channels_last, v.channels, h, w, c, y, column));
  };
  Tensor seen;
  const int64_t count = v.channels * v.out_height * v.out_width;
  for (int64_t i = 0; i < count; i++) {
    const int64_t ox = i % v.out_width, oy = i / v.out_width % v.out_height;
    const int64_t c = i / v.out_width / v.out_height;
    seen.clear();
    for (int64_t tap = 0; tap < v.kernel_height * v.kernel_width; tap++) {
      const int64_t y = oy * v.stride_y - v.pad_top + tap / v.kernel_width * v.dilation_y;
      const int64_t column = ox * v.stride_x - v.pad_left + tap % v.kernel_width * v.dilation_x;
      if (y < 0 || y >= v.height || column < 0 || column >= v.width) continue;
      seen.push_back(x[index(v.height, v.width, c, y, column)]);
    }
    take(index(v.out_height, v.out_width, c, oy, ox), seen);
  }
}

KernelCall pool_call(const Graph& graph, const Node& node, const std::string& kernel) {
  const Window v = pool_window(graph, node);
  if (!v.channels_last || v.dilation_y != 1 || v.dilation_x != 1) {
    throw Error(ErrorCode::unsupported_type, "", "kernels need channels last and no dilation");
  }
  const bool integer = is_quantized(input(graph, node, 0));
  return {
      kernel + (integer ? "_s8" : "_f32"),
      {node.inputs[0], v.height, v.width, v.channels, v.kernel_height, v.kernel_width, v.stride_y,
       v.stride_x, v.pad_top, v.pad_left, v.out_height, v.out_width, node.outputs[0]}};
}

std::vector<Graph> pool_samples(const std::string& op, bool global) {
  struct Case {
    Shape x;
    std::vector<int64_t> kernel, strides, pads;
  };
  const std::vector<Case> cases = {
      {{1, 16, 9}, {2}, {2}, {0, 0}},
      {{1, 17, 1}, {3}, {1}, {1, 1}},
      {{1, 7, 5, 3}, {2, 3}, {1, 2}, {0, 1, 1, 1}},
      {{1, 4, 4, 17}, {4, 4}, {1, 1}, {0, 0, 0, 0}},
      {{1, 1, 33}, {1}, {1}, {0, 0}},
  };
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    for (DType dtype : {DType::f32, DType::s8}) {
      const Quant quant = dtype == DType::s8 ? quant_of(0.1f, 11) : Quant{};
      Sample sample(op);
      sample.input(dtype, c.x, quant).attr("channels_last", int64_t{1});
      if (!global)
        sample.attr("kernel_shape", c.kernel).attr("strides", c.strides).attr("pads", c.pads);
      graphs.push_back(sample.output(quant));
    }
  }
  return graphs;
}

}  // namespace mote
