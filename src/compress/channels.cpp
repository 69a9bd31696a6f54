// SPDX-License-Identifier: Apache-2.0
#include "compress/channels.h"

#include <algorithm>

#include "ops/conv_geometry.h"
#include "ops/op.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights, kBias };
constexpr size_t kChannelAxis = 1;

bool are_constants(const Graph& graph, const Node& node, ValueId but) {
  return std::all_of(node.inputs.begin(), node.inputs.end(), [&](ValueId id) {
    return id == but || id == kNoValue || graph[id].is_constant;
  });
}

bool is_view(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.sharing != nullptr && op.sharing(graph, node) == Sharing::same &&
         element_count(input(graph, node, kX).shape) == element_count(output(graph, node).shape);
}

// Whether axis 1 of the output is, as axis 1 of x, so many channels one after the other, and each
// depends on the same one of x alone.
bool keeps_channels_apart(const Graph& graph, const Node& node, ValueId x, int64_t count) {
  const OpDef& op = op_of(node);
  if (node.outputs.size() != 1 || !are_constants(graph, node, x)) return false;
  const Value& y = output(graph, node);
  if (y.dtype != DType::f32) return false;
  if (op.elementwise) return y.shape == graph[x].shape;
  if (node.inputs[kX] != x) return false;
  if (is_view(graph, node)) {
    return y.shape.size() > kChannelAxis && y.shape[0] == graph[x].shape[0] &&
           y.shape[kChannelAxis] % count == 0;
  }
  if (!op.is_spatial || node.integer("channels_last", 0) != 0) return false;
  if (op.weights_operand < 0) return node.inputs.size() == 1;
  return op.window != nullptr && op.weights_operand == static_cast<int>(kWeights) &&
         conv_geometry(graph, node).is_depthwise();
}

// The constant with those alone of `count` equal parts of an axis that are kept.
ValueId parts_of(Graph& graph, ValueId id, size_t axis, int64_t count,
                 const std::vector<Eigen::Index>& kept) {
  Value all = graph[id];
  const int64_t before =
      element_count({all.shape.begin(), all.shape.begin() + static_cast<std::ptrdiff_t>(axis)});
  const int64_t part = element_count(all.shape) / (before * count);
  Tensor elements;
  for (int64_t i = 0; i < before; i++) {
    for (const Eigen::Index k : kept) {
      const auto first = all.constant.begin() + (i * count + k) * part;
      elements.insert(elements.end(), first, first + part);
    }
  }
  all.shape[axis] = all.shape[axis] / count * static_cast<int64_t>(kept.size());
  return graph.add_constant(graph.fresh_name(all.name), all.dtype, all.shape, elements, all.quant);
}

void keep_rows(Graph& graph, Node& node, int64_t count, const std::vector<Eigen::Index>& kept) {
  for (const size_t i : {kWeights, kBias}) {
    if (node.has_input(i)) node.inputs[i] = parts_of(graph, node.inputs[i], 0, count, kept);
  }
}

// Constants that tell one channel from another; one number for all of them stays.
void keep_operands(Graph& graph, Node& node, int64_t count, const std::vector<Eigen::Index>& kept) {
  const size_t rank = output(graph, node).shape.size();
  for (ValueId& id : node.inputs) {
    if (id == kNoValue || !graph[id].is_constant) continue;
    const Shape& shape = graph[id].shape;
    if (shape.size() + kChannelAxis < rank) continue;
    const size_t axis = shape.size() + kChannelAxis - rank;
    if (axis < shape.size() && shape[axis] > 1) id = parts_of(graph, id, axis, count, kept);
  }
}

// A view whose extents are an operand lists new ones.
void keep_extents(Graph& graph, Node& node, int64_t count, int64_t kept) {
  if (node.inputs.size() == 1) return;
  Shape shape = output(graph, node).shape;
  shape[kChannelAxis] = shape[kChannelAxis] / count * kept;
  const ValueId extents =
      graph.add_constant(graph.fresh_name(node.name + "_shape"), DType::s64,
                         {static_cast<int64_t>(shape.size())}, {shape.begin(), shape.end()});
  node = {node.name, "reshape", {node.inputs[kX], extents}, node.outputs};
}

}  // namespace

std::optional<ChannelPath> channel_path(const Graph& graph, const std::vector<Layer>& layers,
                                        const Layer& layer) {
  ChannelPath path;
  size_t at = node_of(graph, layer);
  for (;;) {
    const ValueId y = graph.nodes[at].outputs[0];
    if (use_count(graph, y) != 1) return std::nullopt;
    const auto next =
        std::find_if(graph.nodes.begin() + static_cast<std::ptrdiff_t>(at), graph.nodes.end(),
                     [y](const Node& node) {
                       return std::count(node.inputs.begin(), node.inputs.end(), y) > 0;
                     });
    if (next == graph.nodes.end()) return std::nullopt;
    at = static_cast<size_t>(next - graph.nodes.begin());
    const auto reader = std::find_if(layers.begin(), layers.end(),
                                     [&](const Layer& one) { return one.node == next->name; });
    if (reader != layers.end()) {
      path.reader = static_cast<size_t>(reader - layers.begin());
      path.span = reader->columns / layer.rows;
      return path;
    }
    if (!keeps_channels_apart(graph, *next, y, layer.rows)) return std::nullopt;
    path.between.push_back(at);
  }
}

void keep_channels(Graph& graph, const Layer& layer, const ChannelPath& path,
                   const std::vector<Eigen::Index>& kept) {
  keep_rows(graph, graph.nodes[node_of(graph, layer)], layer.rows, kept);
  for (const size_t at : path.between) {
    Node& node = graph.nodes[at];
    const OpDef& op = op_of(node);
    if (op.elementwise) {
      keep_operands(graph, node, layer.rows, kept);
    } else if (op.weights_operand >= 0) {
      keep_rows(graph, node, layer.rows, kept);
      node.attrs["group"] = graph[node.inputs[kWeights]].shape[0];
    } else if (!op.is_spatial) {
      keep_extents(graph, node, layer.rows, static_cast<int64_t>(kept.size()));
    }
  }
}

}  // namespace mote
