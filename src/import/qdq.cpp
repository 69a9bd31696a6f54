// SPDX-License-Identifier: Apache-2.0
#include "import/qdq.h"

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
      : graph_(graph),
        uses_(uses_of(graph)),
        removed_(graph.nodes.size(), false),
        relu_(op_name_of("Relu")),
        clip_(op_name_of("Clip")) {}

  void fuse() {
    for (Node& node : graph_.nodes) {
      if (node.op != "quantize" && node.op != "dequantize") fuse_node(node);
    }
    erase_nodes(graph_, removed_);
    drop_dequantizers();
  }

 private:
  void fuse_node(Node& node) {
    const OpDef* op = find_op(node.op);
    if (op == nullptr || op->quantizable == nullptr || node.outputs.size() != 1) return;
    Node integer = node;
    if (!take_integer_operands(integer) || !has_matching_bias(integer)) return;

    std::vector<size_t> absorbed;  // the activation and the quantizer
    const std::string activation = op->keeps_quant ? "" : take_activation(integer, absorbed);
    const size_t quantizer = uses_.sole_reader(integer.outputs[0]);
    if (quantizer == kNobody || graph_.nodes[quantizer].op != "quantize" ||
        graph_.nodes[quantizer].inputs.size() != 1) {
      return;
    }
    absorbed.push_back(quantizer);
    integer.outputs = graph_.nodes[quantizer].outputs;
    if (op->keeps_quant && !keeps_quant(integer)) return;
    if (!op->quantizable(graph_, integer)) return;
    if (!activation.empty()) integer.attrs["activation"] = activation;
    for (size_t i : absorbed) removed_[i] = true;
    node = std::move(integer);
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

  // Integer products add their bias to the accumulator: its scale must be the
  // accumulator's.
  bool has_matching_bias(const Node& node) const {
    for (size_t i = kWeights + 1; i < node.inputs.size(); i++) {
      if (!node.has_input(i) || graph_[node.inputs[i]].dtype != DType::s32) continue;
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
    const bool is_relu6 = next.op == clip_ && next.inputs[0] == node.outputs[0] &&
                          is_scalar(next, 1, 0) && is_scalar(next, 2, 6);
    if (next.op != relu_ && !is_relu6) return "";
    absorbed.push_back(i);
    node.outputs = next.outputs;
    return is_relu6 ? "relu6" : "relu";
  }

  bool is_scalar(const Node& node, size_t i, double wanted) const {
    if (!node.has_input(i)) return false;
    const Value& value = graph_[node.inputs[i]];
    return value.is_constant && value.constant == Tensor{wanted};
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
  const std::string relu_, clip_;
};

}  // namespace

void fuse_qdq(Graph& graph, const Origin& origin) {
  read_quants(graph, origin);
  QdqFuser(graph).fuse();
}

}  // namespace mote
