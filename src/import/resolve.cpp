// SPDX-License-Identifier: Apache-2.0
#include "import/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "import/limits.h"
#include "import/uses.h"
#include "ops/infer.h"
#include "ops/op.h"

namespace mote {
namespace {

// Softmax and its kin flattened all axes from `axis` (1 unless given) on before
// this opset.
constexpr int64_t kSoftmaxOfOneAxis = 13;

std::string operator_name(const Node& node) {
  constexpr std::string_view standard = "ai.onnx:";
  return node.op.starts_with(standard) ? node.op.substr(standard.size()) : node.op;
}

[[noreturn]] void refuse_operator(const Graph& graph, const Node& node, const Origin& origin) {
  std::string shapes, cut;
  for (ValueId id : node.inputs) {
    if (id == kNoValue) continue;
    const Value& value = graph[id];
    shapes +=
        fmt::format("{}'{}' {}", shapes.empty() ? "" : ", ", value.name, to_string(value.shape));
    if (!value.is_constant) cut += (cut.empty() ? "" : ",") + value.name;
  }
  size_t supported = 0;
  std::set<std::string> others;
  for (const Node& each : graph.nodes) {
    if (find_op(each.op) != nullptr) {
      supported++;
    } else {
      others.insert(operator_name(each));
    }
  }
  std::string help = fmt::format("{} of {} nodes are supported, all but: {}", supported,
                                 graph.nodes.size(), fmt::join(others, ", "));
  if (!cut.empty()) help += fmt::format("; cut the model before it: --outputs {}", cut);
  throw Error(ErrorCode::unsupported_operator, origin.at(node),
              fmt::format("operator {} of {} is not supported", operator_name(node),
                          shapes.empty() ? "nothing" : shapes),
              help);
}

void normalize_old_softmax(const Graph& graph, Node& node) {
  const Shape& shape = graph[node.inputs[0]].shape;
  const auto rank = static_cast<int64_t>(shape.size());
  const int64_t first = node.integer("axis", 1);
  if (first < -rank || first >= rank) return;  // infer says so
  int64_t axis = -1;  // the one axis with more than one element among those flattened
  for (int64_t i = first < 0 ? first + rank : first; i < rank; i++) {
    if (axis >= 0 && shape[static_cast<size_t>(i)] > 1) {
      throw Error(
          ErrorCode::unsupported_type, "",
          fmt::format("takes all of {} from axis {} on as one axis", to_string(shape), first),
          "export the model with opset 13 or later");
    }
    if (shape[static_cast<size_t>(i)] > 1) axis = i;
  }
  node.attrs["axis"] = axis;
}

// Checks that cannot be made before a node's outputs are known.
void check_outputs(const Graph& graph, const Node& node, const std::vector<DType>& stated) {
  for (size_t i = 0; i < node.outputs.size(); i++) {
    const Value& y = graph[node.outputs[i]];
    if (y.shape == Shape{-1}) {
      throw Error(ErrorCode::unsupported_operator, "",
                  fmt::format("output {} ('{}') of {} is not supported", i + 1, y.name, node.op));
    }
    if (!checked_count(y.shape)) {
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("'{}' would be {}, expected at most {} axes and {} elements", y.name,
                              to_string(y.shape), kMaxRank, kMaxElements));
    }
    if (element_count(y.shape) == 0) {
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("'{}' would have no elements: {}", y.name, to_string(y.shape)));
    }
    if (!y.quant.empty() && y.dtype != stated[i]) {
      throw Error(ErrorCode::unsupported_type, "",
                  fmt::format("'{}' is stored as {}, but {} computes {}", y.name,
                              dtype_name(stated[i]), node.op, dtype_name(y.dtype)));
    }
  }
}

// Exporters leave sums, turns and new shapes of weights to the reader, and operators' normal forms
// want constants. Products and windows are left: a hostile file could ask for years of them.
bool is_computable(const Graph& graph, const Node& node) {
  const auto is_known = [&](ValueId id) { return id == kNoValue || graph[id].is_constant; };
  return op_of(node).macs == nullptr && !node.attrs.contains("kernel_shape") &&
         std::all_of(node.inputs.begin(), node.inputs.end(), is_known);
}

void compute(Graph& graph, const Node& node) {
  std::vector<const Tensor*> in;
  for (ValueId id : node.inputs) in.push_back(id == kNoValue ? nullptr : &graph[id].constant);
  std::vector<Tensor> results = op_of(node).reference(graph, node, in);
  for (size_t i = 0; i < node.outputs.size(); i++) {
    Value& y = graph[node.outputs[i]];
    y.constant = std::move(results[i]);
    y.is_constant = true;
    if (y.dtype != DType::f32) continue;
    for (double& element : y.constant) element = double{static_cast<float>(element)};
  }
}

// False when the node is not needed any more because its results are constants now.
bool resolve_node(Graph& graph, Node& node, int64_t opset) {
  const OpDef& op = op_of(node);
  std::vector<DType> stated;
  for (ValueId id : node.outputs) {
    if (id == kNoValue) throw Error(ErrorCode::unsupported_operator, "", "leaves out an output");
    stated.push_back(graph[id].dtype);
    graph[id].shape = {-1};  // until infer says otherwise
  }
  // The activation is mote's own attribute: operators do not expect it in a
  // node from ONNX.
  auto activation = node.attrs.extract("activation");
  const bool is_softmax = op.onnx_name == "Softmax" || op.onnx_name == "LogSoftmax";
  if (is_softmax && opset < kSoftmaxOfOneAxis) normalize_old_softmax(graph, node);
  if (op.normalize != nullptr) op.normalize(graph, node);
  if (!activation.empty()) node.attrs.insert(std::move(activation));
  op.infer(graph, node);
  check_outputs(graph, node, stated);
  Value& y = graph[node.outputs[0]];
  if (op.keeps_quant && y.dtype != DType::f32 && y.quant.empty()) {
    y.quant = graph[node.inputs[0]].quant;
  }
  if (!is_computable(graph, node)) return true;
  compute(graph, node);
  return false;
}

}  // namespace

void resolve(Graph& graph, const Origin& origin) {
  std::vector<bool> computed;
  for (Node& node : graph.nodes) {
    if (find_op(node.op) == nullptr) refuse_operator(graph, node, origin);
    try {
      computed.push_back(!resolve_node(graph, node, origin.opset));
    } catch (const Error& error) {
      throw Error(error.code, origin.at(node), fmt::format("{}: {}", node.op, error.what()),
                  error.help);
    }
  }
  erase_nodes(graph, computed);
  try {
    verify(graph);
  } catch (const Error& error) {
    throw Error(error.code, origin.place + (error.place.empty() ? "" : ": " + error.place),
                error.message, error.help);
  }
}

}  // namespace mote
