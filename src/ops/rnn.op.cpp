// SPDX-License-Identifier: Apache-2.0
// Simple recurrent network (Elman 1990): h' = f(W x + R h + b).
#include "ops/operands.h"
#include "ops/recurrent.h"

namespace mote {
namespace {

Recurrent geometry(const Graph& graph, const Node& node) {
  return recurrent_of(graph, node, 1, {"Tanh"});
}

void advance(const Node&, const RecurrentStep& step, Tensor& h, Tensor&) {
  Tensor next(h.size());
  for (size_t j = 0; j < h.size(); j++) {
    next[j] = step.apply(0, step.inputs_part(0, j) + step.hidden_part(0, j, h));
  }
  h = next;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  return run_recurrent(graph, node, geometry(graph, node), in, advance);
}

KernelCall call(const Graph& graph, const Node& node) {
  KernelCall c = recurrent_call(graph, node, geometry(graph, node), "rnn_f32");
  for (ValueId y : node.outputs) c.arguments.push_back(y);
  return c;
}

int64_t macs(const Graph& graph, const Node& node) {
  const Recurrent r = geometry(graph, node);
  return r.steps * r.batch * r.directions * r.hidden * (r.inputs + r.hidden);
}

Graph sample(const char* direction, const char* functions, bool lengths, int64_t hidden) {
  const int64_t d = std::string(direction) == "bidirectional" ? 2 : 1;
  Sample s("rnn");
  s.input(DType::f32, {4, 2, 3})
      .constant(DType::f32, {d, hidden, 3}, -0.5, 0.5)
      .constant(DType::f32, {d, hidden, hidden}, -0.5, 0.5);
  if (lengths) {
    s.constant(DType::f32, {d, 2 * hidden}, -0.5, 0.5)
        .constant(DType::s32, {2}, Tensor{0, 3})
        .input(DType::f32, {d, 2, hidden})
        .range(-1, 1);
  }
  return s.attr("direction", std::string(direction))
      .attr("activations", std::string(functions))
      .outputs({{}, {}});
}

}  // namespace

extern const OpDef op_rnn = {
    .name = "rnn",
    .onnx_name = "RNN",
    .expand = expand_batch_first,
    .infer =
        [](Graph& graph, const Node& node) {
          check_dtype(graph, node, Recurrent::kX, {DType::f32});
          infer_recurrent(graph, node, geometry(graph, node));
        },
    .reference = reference,
    .call = call,
    .macs = macs,
    .normalize = [](Graph& graph, Node& node) { normalize_recurrent(graph, node, 1); },
    .tolerance = 5e-6,
    .state_operand = Recurrent::kHidden,
    .samples =
        [] {
          return std::vector<Graph>{sample("forward", "Tanh", false, 5),
                                    sample("reverse", "Sigmoid", true, 4),
                                    sample("bidirectional", "Relu Affine", true, 3),
                                    sample("bidirectional", "LeakyRelu ThresholdedRelu", false, 2),
                                    sample("bidirectional", "ScaledTanh HardSigmoid", false, 2),
                                    sample("bidirectional", "Elu Softsign", false, 2)};
        },
};

}  // namespace mote
