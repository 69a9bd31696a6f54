// SPDX-License-Identifier: Apache-2.0
#include "train/executor.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "base/error.h"
#include "torch_include.inc"

namespace mote {
namespace {

const TorchOp& torch_op_of(const Node& node) {
  static const std::map<std::string_view, const TorchOp*> table = {
#define MOTE_ITEM(name) {#name, &torch_##name},
#include "torch.inc"
#undef MOTE_ITEM
  };
  const auto found = table.find(node.op);
  if (found != table.end()) return *found->second;
  throw Error(ErrorCode::unsupported_operator, fmt::format("node '{}'", node.name),
              fmt::format("operator {} cannot be trained", node.op),
              "the model can still be compressed and generated without training");
}

bool contains(const std::vector<size_t>& operands, size_t operand) {
  return std::find(operands.begin(), operands.end(), operand) != operands.end();
}

at::Tensor to_tensor(const Value& value) {
  const at::Tensor exact = at::tensor(value.constant, at::kDouble).reshape(value.shape);
  return exact.to(value.dtype == DType::f32 ? at::kFloat : at::kLong);
}

void check_float(const Node& node, const Value& value) {
  const bool is_plain = value.dtype == DType::f32 || (value.is_constant && value.quant.empty());
  if (is_plain) return;
  throw Error(ErrorCode::unsupported_type, fmt::format("node '{}'", node.name),
              fmt::format("'{}' is {}, but only float models can be trained", value.name,
                          dtype_name(value.dtype)),
              "train first, then quantize");
}

// Rounded where it is used, as if not rounded where gradients flow.
at::Tensor as_if(const at::Tensor& rounded, const at::Tensor& real) {
  return real + (rounded - real).detach();
}

double largest_multiple(const Value& value) {
  const size_t inner = value.constant.size() / value.quant.scale.size();
  double largest = 0;
  for (size_t i = 0; i < value.constant.size(); i++) {
    const double step = double{value.quant.scale[i / inner]};
    largest = std::max(largest, std::abs(std::round(value.constant[i] / step)));
  }
  return largest;
}

// Codes that pick entries of a code-book.
bool is_picking(const Value& value) {
  const double step = double{value.quant.scale[0]};
  const bool has_one_step =
      std::count(value.quant.scale.begin(), value.quant.scale.end(), value.quant.scale[0]) ==
      static_cast<std::ptrdiff_t>(value.quant.scale.size());
  return has_one_step && std::all_of(value.constant.begin(), value.constant.end(),
                                     [step](double w) { return w == 0 || w == step; });
}

at::Tensor activated(const Node& node, const at::Tensor& y) {
  const std::string activation = node.text("activation", "");
  if (activation == "relu") return at::relu(y);
  if (activation == "relu6") return at::clamp(y, 0, 6);
  return y;
}

void check_batch(const Node& node, const Value& single, const at::Tensor& y, int64_t batch) {
  Shape expected = single.shape;
  if (!expected.empty()) expected[0] *= batch;
  if (y.sizes() == at::IntArrayRef(expected)) return;
  throw Error(
      ErrorCode::bad_model, fmt::format("node '{}' ({})", node.name, node.op),
      fmt::format("gives {} for a batch, expected {}",
                  to_string(Shape(y.sizes().begin(), y.sizes().end())), to_string(expected)),
      "models to be trained keep the samples of a batch apart in their first axis");
}

}  // namespace

Executor::Executor(const Graph& graph)
    : graph_(graph),
      constants_(graph.values.size()),
      steps_(graph.values.size()),
      limits_(graph.values.size()) {
  at::set_num_threads(1);  // the networks are small: a second thread costs more than it brings
  for (const Node& node : graph_.nodes) {
    const TorchOp& op = torch_op_of(node);
    ops_.push_back(&op);
    add_constants(node, op);
    for (ValueId id : node.outputs) check_float(node, graph_[id]);
  }
}

void Executor::add_constants(const Node& node, const TorchOp& op) {
  for (size_t operand = 0; operand < node.inputs.size(); operand++) {
    if (!node.has_input(operand)) continue;
    const ValueId id = node.inputs[operand];
    const Value& value = graph_[id];
    check_float(node, value);
    if (!value.is_constant) continue;
    at::Tensor& tensor = constants_[static_cast<size_t>(id)];
    if (!tensor.defined()) tensor = to_tensor(value);
    const bool is_weight = contains(op.weights, operand);
    const bool is_known = std::any_of(learnt_.begin(), learnt_.end(),
                                      [&](const Learnt& entry) { return entry.id == id; });
    if (value.dtype != DType::f32 || is_known) continue;
    if (!is_weight && !contains(op.statistics, operand)) continue;
    add_learnt(id, is_weight ? Learnt::Kind::weight : Learnt::Kind::statistic);
  }
}

void Executor::add_learnt(ValueId id, Learnt::Kind kind) {
  const Value& value = graph_[id];
  const size_t at = static_cast<size_t>(id);
  if (!value.quant.empty() && is_picking(value)) return;
  constants_[at].set_requires_grad(kind == Learnt::Kind::weight);
  learnt_.push_back({id, constants_[at], kind});
  if (value.quant.empty()) return;
  Shape rows(value.shape.size(), 1);
  rows[0] = value.shape[0];
  steps_[at] = at::tensor(value.quant.scale, at::kFloat).reshape(rows);
  limits_[at] = largest_multiple(value);
}

at::Tensor Executor::weights(ValueId id) const {
  const size_t at = static_cast<size_t>(id);
  if (!steps_[at].defined()) return constants_[at];
  const at::Tensor multiples = at::clamp(constants_[at] / steps_[at], -limits_[at], limits_[at]);
  return steps_[at] * as_if(at::round(multiples), multiples);
}

Graph Executor::learnt_graph() const {
  const at::NoGradGuard no_gradients;
  Graph graph = graph_;
  for (const Learnt& entry : learnt_) {
    const at::Tensor exact = weights(entry.id).to(at::kDouble).contiguous();
    Value& value = graph[entry.id];
    std::copy_n(exact.data_ptr<double>(), value.constant.size(), value.constant.begin());
  }
  return graph;
}

std::vector<at::Tensor> Executor::run(std::span<const at::Tensor> inputs,
                                      std::span<const ValueId> wanted, bool training) {
  std::vector<at::Tensor> values = constants_;
  for (const Learnt& entry : learnt_) {
    values[static_cast<size_t>(entry.id)] = weights(entry.id);
  }
  int64_t batch = 1;  // times the graph's own shapes
  for (size_t i = 0; i < inputs.size(); i++) {
    values[static_cast<size_t>(graph_.inputs[i])] = inputs[i];
    const Shape& single = graph_[graph_.inputs[i]].shape;
    if (!single.empty() && single[0] > 0) batch = inputs[i].size(0) / single[0];
  }
  for (size_t n = 0; n < graph_.nodes.size(); n++) {
    const Node& node = graph_.nodes[n];
    TorchOperands operands;
    for (ValueId id : node.inputs) {
      operands.push_back(id == kNoValue ? at::Tensor() : values[static_cast<size_t>(id)]);
    }
    const at::Tensor y = activated(node, ops_[n]->forward(graph_, node, operands, training));
    check_batch(node, graph_[node.outputs[0]], y, batch);
    values[static_cast<size_t>(node.outputs[0])] = y;
  }
  std::vector<at::Tensor> results;
  for (ValueId id : wanted) results.push_back(values[static_cast<size_t>(id)]);
  return results;
}

}  // namespace mote
