// SPDX-License-Identifier: Apache-2.0
// Long short-term memory (Hochreiter and Schmidhuber 1997), with gates in ONNX's order i, o, f, c:
//   i = f(Wi x + Ri h + b + Pi c)      o = f(Wo x + Ro h + b + Po c')
//   f = f(Wf x + Rf h + b + Pf c)      c' = f * c + i * g(Wc x + Rc h + b)      h' = o * hh(c')
// TFLite's attribute cell_clip > 0 holds c' in [-cell_clip, cell_clip]. On int8 values: TFLite's
// integer arithmetic, see lstm_integer.h.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/lstm_integer.h"
#include "ops/operands.h"
#include "ops/recurrent.h"

namespace mote {
namespace {

enum Gate : size_t { kInput, kOutput, kForget, kCandidate };

Recurrent geometry(const Graph& graph, const Node& node) {
  return recurrent_of(graph, node, 4, {"Sigmoid", "Tanh", "Tanh"});
}

// What holds the cell state; 0: nothing does.
double cell_clip_of(const Node& node) {
  const double clip = node.number("cell_clip", 0);
  if (std::isfinite(clip) && clip >= 0) return clip;
  throw Error(ErrorCode::bad_model, "", "cell_clip must be a number from 0 on");
}

void infer(Graph& graph, const Node& node) {
  check_dtype(graph, node, Recurrent::kX, {DType::f32, DType::s8});
  cell_clip_of(node);
  infer_recurrent(graph, node, geometry(graph, node));
}

void advance(const Node& node, const RecurrentStep& step, Tensor& h, Tensor& c) {
  const bool coupled = node.integer("input_forget", 0) != 0;
  const double clip = cell_clip_of(node);
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
    if (clip > 0) c[j] = std::clamp(c[j], -clip, clip);
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
  c.arguments.push_back(static_cast<float>(cell_clip_of(node)));
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
  if (hidden == 4) s.attr("cell_clip", 0.3);
  return s.outputs({{}, {}, {}});
}

// One scale for each gate, repeated `times` times for all of its rows.
Quant gate_quant(int64_t hidden, std::initializer_list<float> scales, int times) {
  Quant quant;
  quant.axis = 1;
  for (int i = 0; i < times; i++) {
    for (float scale : scales) {
      quant.scale.insert(quant.scale.end(), static_cast<size_t>(hidden), scale);
    }
  }
  quant.zero_point.assign(quant.scale.size(), 0);
  return quant;
}

// TFLite's integers. `cell`: the step of c, a power of two.
Graph integer_sample(int64_t batch, int64_t inputs, int64_t hidden, float cell, double clip) {
  const Quant h = quant_of(0x1p-7f, 3), c = quant_of(cell, 0);
  const double most = std::min(1.5 / double{cell}, 32767.0);
  Tensor bias(static_cast<size_t>(8 * hidden), 0.0);  // nothing for the recurrent part
  for (size_t i = 0; i < bias.size() / 2; i++) {
    bias[i] = static_cast<double>(i * 7919 % 18001) - 9000;
  }
  Sample s("lstm");
  s.input(DType::s8, {3, batch, inputs}, quant_of(0.02f, -9))
      .constant(DType::s8, {1, 4 * hidden, inputs}, -127, 127,
                gate_quant(hidden, {0.004f, 0.003f, 0.0051f, 0.0057f}, 1))
      .constant(DType::s8, {1, 4 * hidden, hidden}, -127, 127,
                gate_quant(hidden, {0.002f, 0.0013f, 0.001f, 0.0015f}, 1))
      .constant(DType::s32, {1, 8 * hidden}, bias,
                gate_quant(hidden, {0.00008f, 0.00006f, 0.000102f, 0.000114f}, 2))
      .absent()
      .input(DType::s8, {1, batch, hidden}, h)
      .input(DType::s16, {1, batch, hidden}, c)
      .range(-most, most);
  if (clip > 0) s.attr("cell_clip", clip);
  return s.outputs({h, h, c});
}

std::vector<Graph> samples() {
  return {sample("forward", false, false, 5),     sample("reverse", true, false, 4),
          sample("bidirectional", true, true, 3), sample("forward", true, false, 1),
          integer_sample(1, 3, 5, 0x1p-11f, 0),   integer_sample(2, 17, 4, 0x1p-12f, 0),
          integer_sample(1, 9, 33, 0x1p-9f, 0),   integer_sample(3, 1, 1, 0x1p-15f, 0.75)};
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
    .quantizable = [](const Graph& graph,
                      const Node& node) { return input(graph, node, 0).dtype != DType::f32; },
    .state_operand = Recurrent::kHidden,
    .samples = samples,
};

}  // namespace mote
