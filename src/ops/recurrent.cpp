// SPDX-License-Identifier: Apache-2.0
#include "ops/recurrent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/error.h"
#include "ops/expansion.h"
#include "ops/operands.h"

namespace mote {
namespace {

struct GateFunction {
  const char* name;
  double alpha, beta;  // unless the model says otherwise
};
// Their order is their code in device/kernels/portable/gate_f32.h.
constexpr GateFunction gate_functions[] = {
    {"Sigmoid", 0, 0},      {"Tanh", 0, 0},
    {"Relu", 0, 0},         {"Affine", 1, 0},
    {"LeakyRelu", 0.01, 0}, {"ThresholdedRelu", 1, 0},
    {"ScaledTanh", 1, 1},   {"HardSigmoid", 0.2, 0.5},
    {"Elu", 1, 0},          {"Softsign", 0, 0},
};

void read_functions(const Node& node, const std::vector<std::string>& defaults, Recurrent& r) {
  std::istringstream words(node.text("activations", ""));
  std::vector<std::string> names;
  for (std::string word; words >> word;) names.push_back(word);
  const size_t count = defaults.size() * static_cast<size_t>(r.directions);
  if (names.empty()) {
    while (names.size() < count) names.push_back(defaults[names.size() % defaults.size()]);
  }
  if (names.size() != count) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("names {} activations, expected {}", names.size(), count));
  }
  const auto given = [&](const char* key) {
    const auto found = node.attrs.find(key);
    return found == node.attrs.end() ? std::vector<double>{}
                                     : std::get<std::vector<double>>(found->second);
  };
  const std::vector<double> alphas = given("activation_alpha"), betas = given("activation_beta");
  for (size_t i = 0; i < count; i++) {
    const auto* found = std::find_if(std::begin(gate_functions), std::end(gate_functions),
                                     [&](const GateFunction& row) { return names[i] == row.name; });
    if (found == std::end(gate_functions)) {
      throw Error(ErrorCode::unsupported_operator, "",
                  "activation " + names[i] + " is not supported");
    }
    r.codes.push_back(static_cast<double>(found - std::begin(gate_functions)));
    r.alphas.push_back(i < alphas.size() ? alphas[i] : found->alpha);
    r.betas.push_back(i < betas.size() ? betas[i] : found->beta);
  }
}

void check_shape(const Graph& graph, const Node& node, size_t i, const Shape& wanted) {
  if (!node.has_input(i) || input(graph, node, i).shape == wanted) return;
  fail_operand(graph, node, i, "shape " + to_string(wanted));
}

}  // namespace

Recurrent recurrent_of(const Graph& graph, const Node& node, int64_t gates,
                       const std::vector<std::string>& functions) {
  check_input_count(node, 3, 8);
  const Shape& x = input(graph, node, Recurrent::kX).shape;
  const Shape& w = input(graph, node, Recurrent::kW).shape;
  const Shape& weights = input(graph, node, Recurrent::kR).shape;
  if (x.size() != 3) fail_operand(graph, node, Recurrent::kX, "steps x batch x inputs");
  if (weights.size() != 3 || weights[2] < 1) {
    fail_operand(graph, node, Recurrent::kR, "directions x gates * hidden x hidden");
  }
  const std::string direction = node.text("direction", "forward");
  if (direction != "forward" && direction != "reverse" && direction != "bidirectional") {
    throw Error(ErrorCode::bad_model, "", "unknown direction '" + direction + "'");
  }
  Recurrent r{x[0],
              x[1],
              x[2],
              weights[2],
              direction == "bidirectional" ? 2 : 1,
              gates,
              direction == "reverse",
              node.number("clip", 0),
              {},
              {},
              {}};
  if (w != Shape{r.directions, gates * r.hidden, r.inputs}) {
    fail_operand(graph, node, Recurrent::kW,
                 "shape " + to_string({r.directions, gates * r.hidden, r.inputs}));
  }
  check_shape(graph, node, Recurrent::kR, {r.directions, gates * r.hidden, r.hidden});
  check_shape(graph, node, Recurrent::kB, {r.directions, 2 * gates * r.hidden});
  check_shape(graph, node, Recurrent::kLengths, {r.batch});
  check_shape(graph, node, Recurrent::kHidden, {r.directions, r.batch, r.hidden});
  check_shape(graph, node, Recurrent::kCell, {r.directions, r.batch, r.hidden});
  check_shape(graph, node, Recurrent::kPeepholes, {r.directions, 3 * r.hidden});
  read_functions(node, functions, r);
  return r;
}

void infer_recurrent(Graph& graph, const Node& node, const Recurrent& r) {
  const DType dtype = input(graph, node, Recurrent::kX).dtype;
  for (size_t i = 0; i < node.outputs.size(); i++) {
    const bool is_cell = i == 2 && dtype == DType::s8;
    Shape shape{r.directions, r.batch, r.hidden};
    if (i == 0) shape.insert(shape.begin(), r.steps);
    set_output(graph, node, is_cell ? DType::s16 : dtype, shape, i);
  }
}

void normalize_recurrent(Graph& graph, Node& node, size_t states) {
  while (node.outputs.size() < 1 + states) {
    node.outputs.push_back(
        graph.add({graph.fresh_name(fmt::format("{}_state_{}", node.name, node.outputs.size()))}));
  }
  const Shape& weights = input(graph, node, Recurrent::kR).shape;
  if (weights.size() == 3) node.attrs["hidden_size"] = weights[2];
  if (node.integer("layout", 0) == 0) node.attrs.erase("layout");
}

void expand_batch_first(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  if (node.integer("layout", 0) == 0) return;
  Expansion e(graph, node, nodes);
  const std::map<std::string, Attr> swap{{"perm", std::vector<int64_t>{1, 0, 2}}};
  Node inner = node;
  inner.name += "/steps_first";
  inner.attrs.erase("layout");
  for (size_t i : {Recurrent::kX, Recurrent::kHidden, Recurrent::kCell}) {
    if (inner.has_input(i)) inner.inputs[i] = e.add("transpose", {inner.inputs[i]}, swap);
  }
  for (ValueId& y : inner.outputs) y = graph.add({graph.fresh_name(graph[y].name + "_turned")});
  nodes.push_back(inner);
  for (size_t i = 0; i < node.outputs.size(); i++) {
    const std::vector<int64_t> perm =
        i == 0 ? std::vector<int64_t>{2, 0, 1, 3} : std::vector<int64_t>{1, 0, 2};
    nodes.push_back({fmt::format("{}/turn_{}", node.name, i),
                     "transpose",
                     {inner.outputs[i]},
                     {node.outputs[i]},
                     {{"perm", perm}}});
  }
}

double gate(double code, double alpha, double beta, double x) {
  switch (static_cast<int>(code)) {
    case 0:
      return 1 / (1 + std::exp(-x));
    case 1:
      return std::tanh(x);
    case 2:
      return std::max(x, 0.0);
    case 3:
      return alpha * x + beta;
    case 4:
      return x < 0 ? alpha * x : x;
    case 5:
      return x > alpha ? x : 0;
    case 6:
      return alpha * std::tanh(beta * x);
    case 7:
      return std::clamp(alpha * x + beta, 0.0, 1.0);
    case 8:
      return x < 0 ? alpha * (std::exp(x) - 1) : x;
    default:
      return x / (1 + std::abs(x));
  }
}

double RecurrentStep::inputs_part(size_t k, size_t j) const {
  const auto hidden = static_cast<size_t>(r.hidden), gates = static_cast<size_t>(r.gates);
  const size_t row = (direction * gates + k) * hidden + j;
  double sum = 0;
  for (size_t i = 0; i < static_cast<size_t>(r.inputs); i++) {
    sum += (*in[Recurrent::kW])[row * static_cast<size_t>(r.inputs) + i] * x[i];
  }
  return sum + bias_at(in, Recurrent::kB, (2 * direction * gates + k) * hidden + j);
}

double RecurrentStep::hidden_part(size_t k, size_t j, const Tensor& h) const {
  const auto hidden = static_cast<size_t>(r.hidden), gates = static_cast<size_t>(r.gates);
  const size_t row = (direction * gates + k) * hidden + j;
  double sum = bias_at(in, Recurrent::kB, ((2 * direction + 1) * gates + k) * hidden + j);
  for (size_t i = 0; i < hidden; i++) sum += (*in[Recurrent::kR])[row * hidden + i] * h[i];
  return sum;
}

double RecurrentStep::apply(size_t function, double value) const {
  const size_t at = direction * (r.codes.size() / static_cast<size_t>(r.directions)) + function;
  if (r.clip > 0) value = std::clamp(value, -r.clip, r.clip);
  return gate(r.codes[at], r.alphas[at], r.betas[at], value);
}

std::vector<Tensor> run_recurrent(const Graph& graph, const Node& node, const Recurrent& r,
                                  std::span<const Tensor* const> in, Advance advance) {
  const auto batch = static_cast<size_t>(r.batch), hidden = static_cast<size_t>(r.hidden);
  const auto directions = static_cast<size_t>(r.directions);
  std::vector<Tensor> out;
  for (size_t i = 0; i < node.outputs.size(); i++) {
    out.emplace_back(static_cast<size_t>(element_count(output(graph, node, i).shape)), 0.0);
  }
  for (size_t d = 0; d < directions; d++) {
    for (size_t n = 0; n < batch; n++) {
      const size_t at = (d * batch + n) * hidden;
      const auto initial = [&](size_t i) {
        if (in.size() <= i || in[i] == nullptr) return Tensor(hidden, 0.0);
        const auto first = in[i]->begin() + static_cast<std::ptrdiff_t>(at);
        return Tensor(first, first + static_cast<std::ptrdiff_t>(hidden));
      };
      Tensor h = initial(Recurrent::kHidden), c = initial(Recurrent::kCell);
      double length = static_cast<double>(r.steps);
      if (in.size() > Recurrent::kLengths && in[Recurrent::kLengths] != nullptr) {
        length = std::clamp((*in[Recurrent::kLengths])[n], 0.0, length);
      }
      for (int64_t t = 0; t < static_cast<int64_t>(length); t++) {
        const auto step =
            static_cast<size_t>(step_at(r.backward || d == 1, t, static_cast<int64_t>(length)));
        const double* x =
            in[Recurrent::kX]->data() + (step * batch + n) * static_cast<size_t>(r.inputs);
        advance(node, {r, in, d, x}, h, c);
        std::copy(h.begin(), h.end(),
                  out[0].begin() +
                      static_cast<std::ptrdiff_t>(((step * directions + d) * batch + n) * hidden));
      }
      std::copy(h.begin(), h.end(), out[1].begin() + static_cast<std::ptrdiff_t>(at));
      if (out.size() > 2)
        std::copy(c.begin(), c.end(), out[2].begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  return out;
}

KernelCall recurrent_call(const Graph& graph, const Node& node, const Recurrent& r,
                          const std::string& kernel) {
  KernelCall call{
      kernel, {node.inputs[Recurrent::kX], node.inputs[Recurrent::kW], node.inputs[Recurrent::kR]}};
  const auto zeros = static_cast<size_t>(2 * r.directions * r.gates * r.hidden);
  if (node.has_input(Recurrent::kB)) {
    call.arguments.push_back(node.inputs[Recurrent::kB]);
  } else {
    call.arguments.push_back(KernelData{"bias", DType::f32, Tensor(zeros, 0.0)});
  }
  if (node.has_input(Recurrent::kLengths)) {
    check_dtype(graph, node, Recurrent::kLengths, {DType::s32});
    call.arguments.push_back(node.inputs[Recurrent::kLengths]);
  } else {
    const Tensor full(static_cast<size_t>(r.batch), static_cast<double>(r.steps));
    call.arguments.push_back(KernelData{"lengths", DType::s32, full});
  }
  for (int64_t extent : {r.steps, r.batch, r.inputs, r.hidden, r.directions, int64_t{r.backward}}) {
    call.arguments.push_back(extent);
  }
  call.arguments.push_back(KernelData{"functions", DType::s32, r.codes});
  call.arguments.push_back(KernelData{"alphas", DType::f32, r.alphas});
  call.arguments.push_back(KernelData{"betas", DType::f32, r.betas});
  call.arguments.push_back(static_cast<float>(r.clip));
  return call;
}

}  // namespace mote
