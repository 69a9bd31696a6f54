// SPDX-License-Identifier: Apache-2.0
// Long short-term memory (Hochreiter and Schmidhuber 1997), with gates in ONNX's order i, o, f, c:
//   i = f(Wi x + Ri h + b + Pi c)      o = f(Wo x + Ro h + b + Po c')
//   f = f(Wf x + Rf h + b + Pf c)      c' = f * c + i * g(Wc x + Rc h + b)      h' = o * hh(c')
// On int8 values: TFLite's integer arithmetic, see lstm_integer.h.
#include "ops/lstm_integer.h"
#include "ops/operands.h"
#include "ops/recurrent.h"

namespace mote {
namespace {

enum Gate : size_t { kInput, kOutput, kForget, kCandidate };

Recurrent geometry(const Graph& graph, const Node& node) {
  return recurrent_of(graph, node, 4, {"Sigmoid", "Tanh", "Tanh"});
}

void infer(Graph& graph, const Node& node) {
  check_dtype(graph, node, Recurrent::kX, {DType::f32, DType::s8});
  infer_recurrent(graph, node, geometry(graph, node));
}

void advance(const Node& node, const RecurrentStep& step, Tensor& h, Tensor& c) {
  const bool coupled = node.integer("input_forget", 0) != 0;
  const auto hidden = static_cast<size_t>(step.r.hidden);
  Tensor next(hidden);
  for (size_t j = 0; j < hidden; j++) {
    const auto sum = [&](Gate k) { return step.inputs_part(k, j) + step.hidden_part(k, j, h); };
    const auto peephole = [&](Gate k) {
      return bias_at(step.in, Recurrent::kPeepholes, (step.direction * 3 + k) * hidden + j) * c[j];
    };
    const double in = step.apply(0, sum(kInput) + peephole(kInput));
    const double kept = coupled ? 1 - in : step.apply(0, sum(kForget) + peephole(kForget));
    c[j] = kept * c[j] + in * step.apply(1, sum(kCandidate));
    const double out = step.apply(0, sum(kOutput) + peephole(kOutput));
    next[j] = out * step.apply(2, c[j]);
  }
  h = next;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  if (is_quantized(input(graph, node, Recurrent::kX))) return integer_lstm(graph, node, in);
  return run_recurrent(graph, node, geometry(graph, node), in, advance);
}

KernelCall call(const Graph& graph, const Node& node) {
  if (is_quantized(input(graph, node, Recurrent::kX))) return integer_lstm_call(graph, node);
  const Recurrent r = geometry(graph, node);
  KernelCall c = recurrent_call(graph, node, r, "lstm_f32");
  if (node.has_input(Recurrent::kPeepholes)) {
    c.arguments.push_back(node.inputs[Recurrent::kPeepholes]);
  } else {
    const auto count = static_cast<size_t>(3 * r.directions * r.hidden);
    c.arguments.push_back(KernelData{"peepholes", DType::f32, Tensor(count, 0.0)});
  }
  c.arguments.push_back(node.integer("input_forget", 0));
  for (ValueId y : node.outputs) c.arguments.push_back(y);
  return c;
}

int64_t macs(const Graph& graph, const Node& node) {
  const Recurrent r = geometry(graph, node);
  return r.steps * r.batch * r.directions * 4 * r.hidden * (r.inputs + r.hidden);
}

Graph sample(const char* direction, bool peepholes, bool coupled, int64_t hidden) {
  const int64_t d = std::string(direction) == "bidirectional" ? 2 : 1;
  Sample s("lstm");
  s.input(DType::f32, {4, 2, 3})
      .constant(DType::f32, {d, 4 * hidden, 3}, -0.5, 0.5)
      .constant(DType::f32, {d, 4 * hidden, hidden}, -0.5, 0.5)
      .constant(DType::f32, {d, 8 * hidden}, -0.5, 0.5)
      .constant(DType::s32, {2}, Tensor{4, 3});
  if (peepholes) {
    s.input(DType::f32, {d, 2, hidden})
        .range(-1, 1)
        .input(DType::f32, {d, 2, hidden})
        .constant(DType::f32, {d, 3 * hidden}, -0.5, 0.5);
  }
  s.attr("direction", std::string(direction));
  if (coupled) s.attr("input_forget", int64_t{1}).attr("clip", 0.7);
  return s.outputs({{}, {}, {}});
}

std::vector<Graph> samples() {
  return {sample("forward", false, false, 5), sample("reverse", true, false, 4),
          sample("bidirectional", true, true, 3), sample("forward", true, false, 1)};
}

}  // namespace

extern const OpDef op_lstm = {
    .name = "lstm",
    .onnx_name = "LSTM",
    .tflite_names = "UNIDIRECTIONAL_SEQUENCE_LSTM",
    .expand = expand_batch_first,
    .from_tflite = lstm_from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .normalize = [](Graph& graph, Node& node) { normalize_recurrent(graph, node, 2); },
    .tolerance = 5e-6,
    .quantizable = [](const Graph&, const Node&) { return true; },
    .state_operand = Recurrent::kHidden,
    .samples = samples,
};

}  // namespace mote
