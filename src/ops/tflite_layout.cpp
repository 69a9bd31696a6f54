// SPDX-License-Identifier: Apache-2.0
#include "ops/tflite_layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

constexpr int64_t kSame = 0, kValid = 1;
constexpr int64_t kMostExtent = 1 << 20;

// The attribute, a number of elements. Throws bad_model when it is not.
int64_t distance(const Node& node, const std::string& key, int64_t otherwise) {
  const int64_t value = node.integer(key, otherwise);
  if (value >= 1 && value < kMostExtent) return value;
  throw Error(ErrorCode::bad_model, "", fmt::format("{} of {} is not usable", key, value));
}

// A value like `model` under another name, its shape not known yet.
ValueId like(Graph& graph, ValueId model, const std::string& suffix) {
  Value value = graph[model];
  value.name = graph.fresh_name(value.name + suffix);
  value.shape.clear();
  value.constant.clear();
  value.is_constant = false;
  return graph.add(std::move(value));
}

}  // namespace

void spatial_from_tflite(Graph& graph, Node node, std::vector<Node>& nodes) {
  using Perm = std::vector<int64_t>;
  check_rank(graph, node, 0, 4);
  const ValueId x = node.inputs[0], y = node.outputs[0];
  node.inputs[0] = like(graph, x, "_nchw");
  node.outputs[0] = like(graph, y, "_nchw");
  const ValueId inner_x = node.inputs[0], inner_y = node.outputs[0];
  const std::string name = node.name;
  nodes.push_back({name + "/in", "transpose", {x}, {inner_x}, {{"perm", Perm{0, 3, 1, 2}}}});
  nodes.push_back(std::move(node));
  nodes.push_back({name + "/out", "transpose", {inner_y}, {y}, {{"perm", Perm{0, 2, 3, 1}}}});
}

void set_tflite_window(const Graph& graph, const Node& from, int64_t kernel_height,
                       int64_t kernel_width, Node& node) {
  using Pair = std::vector<int64_t>;
  check_rank(graph, from, 0, 4);
  const Shape& x = input(graph, from, 0).shape;
  const Pair kernel{kernel_height, kernel_width};
  const Pair strides{distance(from, "stride_h", 1), distance(from, "stride_w", 1)};
  const Pair dilations{distance(from, "dilation_h_factor", 1),
                       distance(from, "dilation_w_factor", 1)};
  const int64_t padding = from.integer("padding", kSame);
  if (padding != kSame && padding != kValid) {
    throw Error(ErrorCode::bad_model, "", fmt::format("padding {} is not known", padding));
  }
  std::vector<int64_t> pads(4, 0);
  for (size_t i = 0; i < 2; i++) {
    if (kernel[i] < 1 || kernel[i] >= kMostExtent) {
      throw Error(ErrorCode::bad_model, "", fmt::format("a window of {}", kernel[i]));
    }
    if (padding == kValid) continue;
    const int64_t reach = (kernel[i] - 1) * dilations[i] + 1;
    std::tie(pads[i], pads[2 + i]) = same_padding(x[1 + i], reach, strides[i]);
  }
  node.attrs["kernel_shape"] = kernel;
  node.attrs["strides"] = strides;
  node.attrs["dilations"] = dilations;
  node.attrs["pads"] = pads;
}

std::pair<int64_t, int64_t> same_padding(int64_t length, int64_t reach, int64_t stride) {
  const int64_t out = (length + stride - 1) / stride;
  const int64_t total = std::max<int64_t>(0, (out - 1) * stride + reach - length);
  return {total / 2, total - total / 2};
}

void check_rank(const Graph& graph, const Node& node, size_t i, size_t rank) {
  if (input(graph, node, i).shape.size() == rank) return;
  fail_operand(graph, node, i, fmt::format("{} axes", rank));
}

ValueId in_scale_of_y(Graph& graph, const Node& node, size_t i, std::vector<Node>& nodes) {
  const Value x = input(graph, node, i), y = graph[node.outputs[0]];
  if (!is_quantized(x) || x.quant == y.quant || y.quant.empty()) return node.inputs[i];
  const ValueId moved = graph.add({graph.fresh_name(x.name + "_scaled"), y.dtype, {}, y.quant});
  const std::string type(dtype_name(y.dtype));
  nodes.push_back({fmt::format("{}/requantize_{}", node.name, i),
                   "requantize",
                   {node.inputs[i]},
                   {moved},
                   {{"to", type}}});
  return moved;
}

Node tflite_reshape(Graph& graph, const Node& node, ValueId x, const Shape& shape, ValueId y) {
  const ValueId listed =
      graph.add_constant(node.name + "/shape", DType::s64, {static_cast<int64_t>(shape.size())},
                         Tensor(shape.begin(), shape.end()));
  return {node.name + "/reshape_" + graph[listed].name, "reshape", {x, listed}, {y}};
}

void check_symmetric(const Graph& graph, const Node& node, size_t i) {
  const Value& w = input(graph, node, i);
  for (int32_t zero : w.quant.zero_point) {
    if (zero == 0) continue;
    throw Error(ErrorCode::unsupported_type, "",
                fmt::format("operand '{}' has zero point {}, expected 0", w.name, zero),
                "quantize the model to int8 with symmetric weights");
  }
}

}  // namespace mote
