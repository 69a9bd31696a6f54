// SPDX-License-Identifier: Apache-2.0
#include "import/qdq.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "import/qdq_quants.h"
#include "import/uses.h"
#include "ops/op.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kWeights };

class QdqFuser {
 public:
  explicit QdqFuser(Graph& graph)
      : graph_(graph), uses_(uses_of(graph)), removed_(graph.nodes.size(), false) {}

  void fuse() {
    for (Node& node : graph_.nodes) {
      if (node.op != "quantize" && node.op != "dequantize" && node.op != "requantize") {
        fuse_node(node);
      }
    }
    erase_nodes(graph_, removed_);
    drop_dequantizers();
  }

 private:
  void fuse_node(Node& node) {
    const OpDef* op = find_op(node.op);
    if (op == nullptr) return;
    if (op->takes_stored_weights) take_stored_weights(node, *op);
    if (op->quantizable == nullptr) return;
    Node integer = node;
    if (!take_integer_operands(integer) || !has_matching_bias(integer, *op)) return;
    if (!has_centered_weights(integer, *op)) return;

    std::vector<size_t> absorbed;  // the activation and the quantizers
    const std::string activation = op->takes_activation ? take_activation(integer, absorbed) : "";
    for (ValueId& y : integer.outputs) {
      const size_t quantizer = uses_.sole_reader(y);
      if (quantizer == kNobody || graph_.nodes[quantizer].op != "quantize" ||
          graph_.nodes[quantizer].inputs.size() != 1) {
        return;
      }
      absorbed.push_back(quantizer);
      y = graph_.nodes[quantizer].outputs[0];
    }
    if (op->keeps_quant && !keeps_quant(integer)) return;
    if (!op->quantizable(graph_, integer)) return;
    if (!activation.empty()) integer.attrs["activation"] = activation;
    for (size_t i : absorbed) removed_[i] = true;
    node = std::move(integer);
  }

  // Real operands beside int8 weights: they stay as small as they are in the file.
  void take_stored_weights(Node& node, const OpDef& op) const {
    const auto at = static_cast<size_t>(op.weights_operand);
    if (!node.has_input(at)) return;
    const size_t producer = uses_.producer_of(node.inputs[at]);
    if (producer == kNobody || graph_.nodes[producer].op != "dequantize") return;
    const ValueId id = graph_.nodes[producer].inputs[kX];
    const Value& w = graph_[id];
    const auto is_zero = [](int32_t zero) { return zero == 0; };
    const bool fits = w.is_constant && w.dtype == DType::s8 &&
                      (w.quant.scale.size() == 1 || w.quant.axis == 0) &&
                      std::all_of(w.quant.zero_point.begin(), w.quant.zero_point.end(), is_zero);
    const size_t x = uses_.producer_of(node.inputs[0]);
    const bool is_real = x == kNobody || graph_.nodes[x].op != "dequantize";
    if (fits && is_real) node.inputs[at] = id;
  }

  // The integers behind each operand. False when an operand is float, or none
  // is quantized.
  bool take_integer_operands(Node& node) const {
    bool any = false;
    for (ValueId& id : node.inputs) {
      if (id == kNoValue) continue;
      const size_t producer = uses_.producer_of(id);
      if (producer != kNobody && graph_.nodes[producer].op == "dequantize") {
        id = graph_.nodes[producer].inputs[kX];
        any = true;
      } else if (!graph_[id].is_constant || graph_[id].dtype == DType::f32) {
        return false;
      }
    }
    return any;
  }

  // Kernels multiply the weights as they are stored.
  bool has_centered_weights(const Node& node, const OpDef& op) const {
    if (op.weights_operand < 0) return true;
    const Quant& quant = graph_[node.inputs[static_cast<size_t>(op.weights_operand)]].quant;
    return std::all_of(quant.zero_point.begin(), quant.zero_point.end(),
                       [](int32_t zero) { return zero == 0; });
  }

  // Integer products add their bias to the accumulator: its scale must be the
  // accumulator's.
  bool has_matching_bias(const Node& node, const OpDef& op) const {
    for (size_t i = kWeights + 1; i < node.inputs.size(); i++) {
      const bool is_bias = op.bias_operand == static_cast<int>(i);
      if (!is_bias || !node.has_input(i) || graph_[node.inputs[i]].dtype != DType::s32) continue;
      if (!node.has_input(kX) || !node.has_input(kWeights)) return false;
      const std::vector<float>& x = graph_[node.inputs[kX]].quant.scale;
      const std::vector<float>& w = graph_[node.inputs[kWeights]].quant.scale;
      const std::vector<float>& bias = graph_[node.inputs[i]].quant.scale;
      if (x.size() != 1 || w.empty() || bias.empty()) return false;
      for (size_t c = 0; c < std::max(w.size(), bias.size()); c++) {
        const double wanted = double{x[0]} * double{w[w.size() == 1 ? 0 : c % w.size()]};
        const double got = double{bias[bias.size() == 1 ? 0 : c % bias.size()]};
        if (std::abs(got - wanted) > 1e-4 * wanted) return false;
      }
    }
    return true;
  }

  // Moves the node's output behind an activation that follows. "" when none
  // does.
  std::string take_activation(Node& node, std::vector<size_t>& absorbed) const {
    const size_t i = uses_.sole_reader(node.outputs[0]);
    if (i == kNobody) return "";
    const Node& next = graph_.nodes[i];
    const OpDef* op = find_op(next.op);
    if (op == nullptr || op->as_activation == nullptr || next.inputs[0] != node.outputs[0])
      return "";
    const std::string activation = op->as_activation(graph_, next);
    if (activation.empty()) return "";
    absorbed.push_back(i);
    node.outputs[0] = next.outputs[0];
    return activation;
  }

  bool keeps_quant(const Node& node) const {
    const Value& y = graph_[node.outputs[0]];
    for (ValueId id : node.inputs) {
      if (id == kNoValue || graph_[id].quant.empty()) continue;
      if (graph_[id].quant != y.quant || graph_[id].dtype != y.dtype) return false;
    }
    return true;
  }

  // Dequantizers that nobody needs any more go; those of constants that stay
  // float are computed.
  void drop_dequantizers() {
    const Uses uses = uses_of(graph_);
    std::vector<bool> marked(graph_.nodes.size(), false);
    for (size_t i = 0; i < graph_.nodes.size(); i++) {
      const Node& node = graph_.nodes[i];
      if (node.op != "dequantize") continue;
      const auto y = static_cast<size_t>(node.outputs[0]);
      const Value& x = graph_[node.inputs[kX]];
      marked[i] = x.is_constant || (uses.readers[y].empty() && !uses.is_output[y]);
      if (!x.is_constant) continue;
      graph_.values[y].constant = dequantized(x);
      graph_.values[y].shape = x.shape;
      graph_.values[y].is_constant = true;
    }
    erase_nodes(graph_, marked);
  }

  Graph& graph_;
  const Uses uses_;
  std::vector<bool> removed_;
};

}  // namespace

void fuse_qdq(Graph& graph, const ModelOrigin& origin) {
  read_quants(graph, origin);
  QdqFuser(graph).fuse();
}

}  // namespace mote
