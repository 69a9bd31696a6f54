// SPDX-License-Identifier: Apache-2.0
#include "import/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "import/limits.h"
#include "import/tflite_nodes.h"
#include "ops/expansion.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "ops/operands.h"

namespace mote {
namespace {

// Softmax and its kin took all axes from `axis` (1 unless given) on as one before this opset.
constexpr int64_t kSoftmaxOfOneAxis = 13;

std::string operator_name(const Node& node) {
  for (std::string_view usual : {"ai.onnx:", "tflite:"}) {
    if (node.op.starts_with(usual)) return node.op.substr(usual.size());
  }
  return node.op;
}

// How to go on without this node and what follows it, "" when nothing would be left.
std::string way_out(const Graph& graph, const Node& node) {
  std::vector<std::string> cut;
  for (ValueId id : node.inputs) {
    if (id == kNoValue || graph[id].is_constant) continue;
    const bool is_input =
        std::find(graph.inputs.begin(), graph.inputs.end(), id) != graph.inputs.end();
    if (!is_input) cut.push_back(graph[id].name);
  }
  if (cut.empty()) return "";
  return fmt::format("; cut the model before it: --outputs {}", fmt::join(cut, ","));
}

[[noreturn]] void refuse_operator(const Graph& graph, const std::vector<Node>& nodes,
                                  const Node& node, const ModelOrigin& origin) {
  std::string shapes;
  for (ValueId id : node.inputs) {
    if (id == kNoValue) continue;
    const Value& value = graph[id];
    shapes +=
        fmt::format("{}'{}' {}", shapes.empty() ? "" : ", ", value.name, to_string(value.shape));
  }
  size_t supported = 0;
  std::set<std::string> others;
  for (const Node& each : nodes) {
    if (find_op(each.op) != nullptr) {
      supported++;
    } else {
      others.insert(operator_name(each));
    }
  }
  const std::string help = fmt::format("{} of {} nodes are supported, all but: {}", supported,
                                       nodes.size(), fmt::join(others, ", "));
  throw Error(ErrorCode::unsupported_operator, origin.at(node),
              fmt::format("operator {} of {} is not supported", operator_name(node),
                          shapes.empty() ? "nothing" : shapes),
              help + way_out(graph, node));
}

bool is_old_softmax(const Node& node, int64_t opset) {
  const std::string_view name = op_of(node).onnx_name;
  return opset < kSoftmaxOfOneAxis &&
         (name == "Softmax" || name == "LogSoftmax" || name == "Hardmax");
}

// Says it along one axis: the one with more than one element, or of a table of all of them.
void unfold_old_softmax(Graph& graph, Node& node, std::vector<Node>& parts) {
  if (!node.has_input(0)) return;  // infer says so, here and below
  const Shape shape = graph[node.inputs[0]].shape;
  const auto rank = static_cast<int64_t>(shape.size());
  const int64_t given = node.integer("axis", 1), first = given < 0 ? given + rank : given;
  if (first < 0 || first >= rank) return;
  const auto flattened = shape.begin() + first;
  const auto many = [](int64_t extent) { return extent > 1; };
  if (std::count_if(flattened, shape.end(), many) <= 1) {
    const auto found = std::find_if(flattened, shape.end(), many);
    node.attrs["axis"] = found == shape.end() ? -1 : int64_t{found - shape.begin()};
    return;
  }
  Expansion e(graph, node, parts);
  const Shape table{element_count(Shape(shape.begin(), flattened)),
                    element_count(Shape(flattened, shape.end()))};
  const ValueId x = e.add("reshape", {node.inputs[0], e.integers(table)});
  const ValueId y = e.add(node.op, {x}, {{"axis", int64_t{1}}});
  graph[y].dtype = graph[node.outputs[0]].dtype;
  graph[y].quant = graph[node.outputs[0]].quant;
  e.finish("reshape", {y, e.integers(shape)}, node.outputs[0]);
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
      throw Error(ErrorCode::unsupported_type, "",
                  fmt::format("'{}' would have no elements: {}", y.name, to_string(y.shape)));
    }
    if (!y.quant.empty() && y.dtype != stated[i]) {
      throw Error(ErrorCode::unsupported_type, "",
                  fmt::format("'{}' is stored as {}, but {} computes {}", y.name,
                              dtype_name(stated[i]), node.op, dtype_name(y.dtype)));
    }
  }
}

// Operators that compute with integers for real numbers may take for granted that all of a node's
// small integers have scales.
void check_quants(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  if (op.quantizable == nullptr || !node.has_input(0) || !is_quantized(graph[node.inputs[0]])) {
    return;
  }
  std::vector<ValueId> ids = node.outputs;
  for (size_t i = 1; i < node.inputs.size() && !op.keeps_quant; i++) {
    if (node.has_input(i) && ((op.constant_operands >> i) & 1) == 0) ids.push_back(node.inputs[i]);
  }
  for (ValueId id : ids) {
    const Value& value = graph[id];
    if ((value.dtype != DType::s8 && value.dtype != DType::s16) || !value.quant.empty()) continue;
    throw Error(
        ErrorCode::bad_model, "",
        fmt::format("'{}' is quantized, but '{}' is not", graph[node.inputs[0]].name, value.name));
  }
}

// Exporters leave sums, turns and new shapes of weights to the reader, and operators' normal forms
// want constants. Products and windows are left: a hostile file could ask for years of them.
bool is_computable(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  for (size_t i = 0; i < node.inputs.size(); i++) {
    const bool is_known = !node.has_input(i) || graph[node.inputs[i]].is_constant ||
                          ((op.shape_operands >> i) & 1) != 0;
    if (!is_known) return false;
  }
  return op.macs == nullptr && !node.attrs.contains("kernel_shape") && op.state_operand < 0;
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

// Finds every node's form, types and shapes, in execution order.
class Resolver {
 public:
  Resolver(Graph& graph, const ModelOrigin& origin) : graph_(graph), origin_(origin) {}

  void run() {
    const std::vector<Node> nodes = std::move(graph_.nodes);
    graph_.nodes.clear();
    for (size_t i = 0; i < nodes.size(); i++) {
      if (find_op(nodes[i].op) == nullptr) refuse_operator(graph_, nodes, nodes[i], origin_);
      try {
        resolve_node(nodes[i], 0);
      } catch (const Error& error) {
        std::string help = error.help;
        if (help.empty() && exit_code(error.code) == exit_code(ErrorCode::unsupported_operator)) {
          help = fmt::format("{} of {} nodes come before it and are fine", i, nodes.size()) +
                 way_out(graph_, nodes[i]);
        }
        throw Error(error.code, origin_.at(nodes[i]),
                    fmt::format("{}: {}", operator_name(nodes[i]), error.what()), help);
      }
    }
  }

 private:
  static constexpr int kMaxDepth = 8;

  void resolve_node(Node node, int depth) {
    check_size();
    if (node.inputs.empty()) throw Error(ErrorCode::bad_model, "", "has no operands");
    if (origin_.is_tflite && depth == 0) return resolve_tflite(node);
    std::vector<Node> parts;
    normalize(node, parts);
    if (parts.empty() && op_of(node).expand != nullptr) op_of(node).expand(graph_, node, parts);
    if (parts.empty()) {
      if (settle(node)) graph_.nodes.push_back(std::move(node));
      return;
    }
    if (depth == kMaxDepth) throw Error(ErrorCode::bad_model, "", "unfolds without end");
    for (const Node& part : parts) resolve_node(part, depth + 1);
  }

  void check_size() const {
    if (graph_.nodes.size() < kMaxNodes && graph_.values.size() < kMaxValues) return;
    throw Error(
        ErrorCode::bad_model, "",
        fmt::format("the model has more than {} nodes or {} tensors", kMaxNodes, kMaxValues));
  }

  // TFLite files state the shape of every value: it has to be the one that is computed.
  void resolve_tflite(const Node& node) {
    std::vector<Value> stated;
    for (ValueId id : node.outputs) stated.push_back(graph_[id]);
    for (const Node& part : unfold_tflite(graph_, node)) resolve_node(part, 1);
    for (size_t i = 0; i < stated.size(); i++) {
      const Value& y = graph_[node.outputs[i]];
      if (y.shape == stated[i].shape && y.dtype == stated[i].dtype) continue;
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("'{}' is stated as {} {}, but computes as {} {}", y.name,
                              dtype_name(stated[i].dtype), to_string(stated[i].shape),
                              dtype_name(y.dtype), to_string(y.shape)));
    }
  }

  // Fills `parts` with what an operator of an older opset is in the newer ones, if it is several.
  void normalize(Node& node, std::vector<Node>& parts) {
    for (ValueId& id : node.outputs) {  // an output that is left out has a value nobody reads
      if (id == kNoValue) id = graph_.add({graph_.fresh_name(node.name + "_unread")});
    }
    // The activation is mote's own attribute: operators do not expect it in a node from ONNX.
    auto activation = node.attrs.extract("activation");
    const OpDef& op = op_of(node);
    if (is_old_softmax(node, origin_.opset)) unfold_old_softmax(graph_, node, parts);
    if (parts.empty() && op.normalize != nullptr) op.normalize(graph_, node);
    if (!activation.empty()) node.attrs.insert(std::move(activation));
  }

  // Finds types and shapes. False when the results are constants now and the node is not needed.
  bool settle(const Node& node) {
    const OpDef& op = op_of(node);
    std::vector<DType> stated;
    for (ValueId id : node.outputs) {
      stated.push_back(graph_[id].dtype);
      graph_[id].shape = {-1};  // until infer says otherwise
    }
    if (op.infer == nullptr) {
      throw Error(ErrorCode::unsupported_operator, "", "operator " + node.op + " is incomplete");
    }
    for (size_t i = 0; i < node.inputs.size(); i++) {
      if (!node.has_input(i) || ((op.shape_operands >> i) & 1) != 0) continue;
      const Value& x = graph_[node.inputs[i]];
      if (x.is_constant || element_count(x.shape) > 0) continue;
      throw Error(ErrorCode::unsupported_type, "",
                  fmt::format("'{}' has no elements: {}", x.name, to_string(x.shape)));
    }
    op.infer(graph_, node);
    check_outputs(graph_, node, stated);
    Value& y = graph_[node.outputs[0]];
    if (op.keeps_quant && y.dtype != DType::f32 && y.quant.empty()) {
      y.quant = graph_[node.inputs[0]].quant;
    }
    check_quants(graph_, node);
    if (!is_computable(graph_, node)) return true;
    for (ValueId id : node.outputs) computed_ += element_count(graph_[id].shape);
    if (computed_ > kMaxComputed) {
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("its constants unfold into more than {} elements", kMaxComputed));
    }
    compute(graph_, node);
    return false;
  }

  Graph& graph_;
  const ModelOrigin& origin_;
  int64_t computed_ = 0;  // elements of constants that the model computes
};

}  // namespace

void resolve(Graph& graph, const ModelOrigin& origin) {
  Resolver(graph, origin).run();
  try {
    verify(graph);
  } catch (const Error& error) {
    throw Error(error.code, origin.place + (error.place.empty() ? "" : ": " + error.place),
                error.message, error.help);
  }
}

}  // namespace mote
