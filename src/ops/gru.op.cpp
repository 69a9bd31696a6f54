// SPDX-License-Identifier: Apache-2.0
// Gated recurrent unit (Cho et al. 2014), with gates in ONNX's order z, r, h:
//   z = f(Wz x + Rz h + b)    r = f(Wr x + Rr h + b)    h' = (1 - z) * n + z * h
//   n = g(Wh x + Rh (r * h) + b), or g(Wh x + b + r * (Rh h + b)) with linear_before_reset.
#include "ops/operands.h"
#include "ops/recurrent.h"

namespace mote {
namespace {

enum Gate : size_t { kUpdate, kReset, kCandidate };

Recurrent geometry(const Graph& graph, const Node& node) {
  return recurrent_of(graph, node, 3, {"Sigmoid", "Tanh"});
}

void advance(const Node& node, const RecurrentStep& step, Tensor& h, Tensor&) {
  const bool reset_later = node.integer("linear_before_reset", 0) != 0;
  const auto hidden = static_cast<size_t>(step.r.hidden);
  Tensor update(hidden), reset(hidden), part(hidden);
  for (size_t j = 0; j < hidden; j++) {
    update[j] = step.apply(0, step.inputs_part(kUpdate, j) + step.hidden_part(kUpdate, j, h));
    reset[j] = step.apply(0, step.inputs_part(kReset, j) + step.hidden_part(kReset, j, h));
    part[j] = reset[j] * h[j];
  }
  Tensor next(hidden);
  for (size_t j = 0; j < hidden; j++) {
    const double of_hidden = reset_later ? reset[j] * step.hidden_part(kCandidate, j, h)
                                         : step.hidden_part(kCandidate, j, part);
    const double candidate = step.apply(1, step.inputs_part(kCandidate, j) + of_hidden);
    next[j] = (1 - update[j]) * candidate + update[j] * h[j];
  }
  h = next;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  return run_recurrent(graph, node, geometry(graph, node), in, advance);
}

KernelCall call(const Graph& graph, const Node& node) {
  const Recurrent r = geometry(graph, node);
  KernelCall c = recurrent_call(graph, node, r, "gru_f32");
  c.arguments.push_back(node.integer("linear_before_reset", 0));
  c.arguments.push_back(KernelScratch{r.hidden * 4});
  for (ValueId y : node.outputs) c.arguments.push_back(y);
  return c;
}

int64_t macs(const Graph& graph, const Node& node) {
  const Recurrent r = geometry(graph, node);
  return r.steps * r.batch * r.directions * 3 * r.hidden * (r.inputs + r.hidden);
}

Graph sample(const char* direction, bool later, int64_t hidden) {
  const int64_t d = std::string(direction) == "bidirectional" ? 2 : 1;
  Sample s("gru");
  s.input(DType::f32, {4, 2, 3})
      .constant(DType::f32, {d, 3 * hidden, 3}, -0.5, 0.5)
      .constant(DType::f32, {d, 3 * hidden, hidden}, -0.5, 0.5);
  if (later) {
    s.constant(DType::f32, {d, 6 * hidden}, -0.5, 0.5)
        .constant(DType::s32, {2}, Tensor{2, 4})
        .input(DType::f32, {d, 2, hidden})
        .range(-1, 1)
        .attr("linear_before_reset", int64_t{1});
  }
  return s.attr("direction", std::string(direction)).outputs({{}, {}});
}

}  // namespace

extern const OpDef op_gru = {
    .name = "gru",
    .onnx_name = "GRU",
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
          return std::vector<Graph>{sample("forward", false, 5), sample("reverse", true, 4),
                                    sample("bidirectional", false, 3),
                                    sample("bidirectional", true, 1)};
        },
};

}  // namespace mote
