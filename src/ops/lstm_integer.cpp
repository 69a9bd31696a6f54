// SPDX-License-Identifier: Apache-2.0
#include "ops/lstm_integer.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/fixed_point.h"
#include "ops/gate_table.h"
#include "ops/operands.h"
#include "ops/recurrent.h"

namespace mote {
namespace {

constexpr size_t kGates = 4;  // i, o, f, c
enum Gate : size_t { kInput, kOutput, kForget, kCandidate };
constexpr float kGateInputStep = 0x1p-12f, kGateStep = 0x1p-15f;

struct IntegerLstm {
  size_t steps, batch, inputs, hidden;
  std::vector<FixedPoint> from_x, from_h;  // of each gate
  FixedPoint kept, added, result;          // f * c, i * candidate, o * tanh(c)
  int32_t x_zero, h_zero;
  GateScale cell;               // c -> the argument of tanh
  int32_t cell_low, cell_high;  // what c is held between
};

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::unsupported_type, "", message);
}

// Products of up to 31 bits are multiplied with it.
FixedPoint fraction(double real) {
  const FixedPoint by = fixed_point(real);
  if (by.shift > 0) refuse("the scales of the cell state or output are too small");
  return by;
}

// The multiplier of each gate, which brings sums of products to the step of gate inputs.
std::vector<FixedPoint> gate_multipliers(const Value& x, const Value& w, const Value* bias,
                                         size_t hidden) {
  std::vector<FixedPoint> all;
  const size_t columns = w.constant.size() / (kGates * hidden);
  for (size_t gate = 0; gate < kGates; gate++) {
    const float scale = w.quant.scale[w.quant.scale.size() == 1 ? 0 : gate * hidden];
    all.push_back(fixed_point(double{x.quant.scale[0] * scale / kGateInputStep}));
    for (size_t row = gate * hidden; row < (gate + 1) * hidden; row++) {
      double bound = bias == nullptr ? 0 : std::abs(bias->constant[row]);
      for (size_t i = 0; i < columns; i++) bound += 255 * std::abs(w.constant[row * columns + i]);
      if (std::ldexp(bound, std::max(all.back().shift, 0)) < 0x1p31) continue;
      refuse("the sums of '" + w.name + "' may leave 32 bits");
    }
  }
  return all;
}

void check(const Graph& graph, const Node& node, const Recurrent& r) {
  for (size_t i : {Recurrent::kW, Recurrent::kR, Recurrent::kB}) check_constant(graph, node, i);
  const bool is_plain =
      r.directions == 1 && !r.backward && r.clip == 0 && !node.has_input(Recurrent::kLengths) &&
      !node.has_input(Recurrent::kPeepholes) && node.integer("input_forget", 0) == 0;
  if (!is_plain) refuse("integers run forward, whole sequences, without peepholes and clips");
  for (size_t i = 0; i < 3; i++) {
    const Value& y = output(graph, node, i);
    if (y.quant.scale.size() != 1) refuse("'" + y.name + "' has no quantization");
  }
  if (output(graph, node, 0).quant != output(graph, node, 1).quant) {
    refuse("the output and the hidden state differ in quantization");
  }
  for (size_t i : {Recurrent::kW, Recurrent::kR}) {
    if (input(graph, node, i).quant.empty()) refuse("weights have no quantization");
  }
}

IntegerLstm integer_lstm_of(const Graph& graph, const Node& node) {
  const Recurrent r = recurrent_of(graph, node, kGates, {"Sigmoid", "Tanh", "Tanh"});
  check(graph, node, r);
  const Value& x = input(graph, node, Recurrent::kX);
  const Value& h = output(graph, node, 1);
  const float cell = output(graph, node, 2).quant.scale[0];
  IntegerLstm l{};
  l.steps = static_cast<size_t>(r.steps);
  l.batch = static_cast<size_t>(r.batch);
  l.inputs = static_cast<size_t>(r.inputs);
  l.hidden = static_cast<size_t>(r.hidden);
  const Value& bias = input(graph, node, Recurrent::kB);
  l.from_x = gate_multipliers(x, input(graph, node, Recurrent::kW), &bias, l.hidden);
  l.from_h = gate_multipliers(h, input(graph, node, Recurrent::kR), nullptr, l.hidden);
  l.kept = fraction(double{kGateStep * cell / cell});
  l.added = fraction(double{kGateStep * kGateStep / cell});
  l.result = fraction(double{kGateStep * kGateStep / h.quant.scale[0]});
  l.x_zero = x.quant.zero_point[0];
  l.h_zero = h.quant.zero_point[0];
  l.cell = gate_scale(double{cell});
  const double clip = node.number("cell_clip", 0);
  l.cell_low = -32768;
  l.cell_high = 32767;
  if (clip > 0) {
    l.cell_high = static_cast<int32_t>(std::min(clip / double{cell}, 32767.0));
    l.cell_low = -l.cell_high;
  }
  return l;
}

int32_t hold16(int64_t value) {
  return static_cast<int32_t>(std::clamp<int64_t>(value, -32768, 32767));
}

// One part of a gate's input: sum_i w[row, i] * (x[i] - zero) + bias.
int32_t part(const Tensor& w, size_t row, const double* x, size_t count, int32_t zero, double bias,
             FixedPoint by) {
  double sum = bias;
  for (size_t i = 0; i < count; i++) sum += w[row * count + i] * (x[i] - zero);
  return hold16(rescale(static_cast<int64_t>(sum), by));
}

// One step of one sequence: h and c in place.
void advance(const IntegerLstm& l, std::span<const Tensor* const> in, const double* x, double* h,
             double* c) {
  Tensor next(l.hidden);
  for (size_t j = 0; j < l.hidden; j++) {
    int32_t gates[kGates];
    for (size_t k = 0; k < kGates; k++) {
      const size_t row = k * l.hidden + j;
      const int32_t from_x = part(*in[Recurrent::kW], row, x, l.inputs, l.x_zero,
                                  bias_at(in, Recurrent::kB, row), l.from_x[k]);
      const int32_t from_h = part(*in[Recurrent::kR], row, h, l.hidden, l.h_zero, 0, l.from_h[k]);
      const int32_t sum = hold16(from_x + from_h);
      gates[k] = k == kCandidate ? gate_tanh(sum, {3, 0}) : gate_sigmoid(sum, {3, 0});
    }
    const int64_t kept = int64_t{gates[kForget]} * static_cast<int64_t>(c[j]);
    const int64_t added = int64_t{gates[kInput]} * gates[kCandidate];
    const int32_t cell = hold16(hold16(rescale(kept, l.kept)) + hold16(rescale(added, l.added)));
    c[j] = std::clamp(cell, l.cell_low, l.cell_high);
    const int64_t product = int64_t{gates[kOutput]} * gate_tanh(static_cast<int32_t>(c[j]), l.cell);
    next[j] = std::clamp<double>(rescale(product, l.result) + l.h_zero, -128, 127);
  }
  std::copy(next.begin(), next.end(), h);
}

void append_scales(const char* name, const std::vector<FixedPoint>& by, KernelCall& c) {
  KernelData multiplier = multiplier_data(by), shift = shift_data(by);
  multiplier.name = name + std::string("_multiplier");
  shift.name = name + std::string("_shift");
  c.arguments.push_back(multiplier);
  c.arguments.push_back(shift);
}

}  // namespace

std::vector<Tensor> integer_lstm(const Graph& graph, const Node& node,
                                 std::span<const Tensor* const> in) {
  const IntegerLstm l = integer_lstm_of(graph, node);
  const auto state = [&](size_t i, int32_t zero) {
    return node.has_input(i) ? *in[i] : Tensor(l.batch * l.hidden, double(zero));
  };
  Tensor y, h = state(Recurrent::kHidden, l.h_zero), c = state(Recurrent::kCell, 0);
  for (size_t t = 0; t < l.steps; t++) {
    for (size_t b = 0; b < l.batch; b++) {
      const double* x = in[Recurrent::kX]->data() + (t * l.batch + b) * l.inputs;
      advance(l, in, x, h.data() + b * l.hidden, c.data() + b * l.hidden);
    }
    y.insert(y.end(), h.begin(), h.end());
  }
  return {y, h, c};
}

KernelCall integer_lstm_call(const Graph& graph, const Node& node) {
  const IntegerLstm l = integer_lstm_of(graph, node);
  const auto data = [&](size_t i, const char* name, DType dtype) {
    return KernelData{name, dtype, input(graph, node, i).constant};
  };
  KernelData bias = data(Recurrent::kB, "bias", DType::s32);
  bias.elements.resize(kGates * l.hidden);
  KernelCall c{"lstm_s8",
               {node.inputs[Recurrent::kX], data(Recurrent::kW, "w", DType::s8),
                data(Recurrent::kR, "r", DType::s8), bias}};
  for (size_t n : {l.steps, l.batch, l.inputs, l.hidden}) {
    c.arguments.push_back(static_cast<int64_t>(n));
  }
  append_scales("input", l.from_x, c);
  append_scales("hidden", l.from_h, c);
  append_scales("state", {l.kept, l.added, l.result}, c);
  for (int32_t n : {l.x_zero, l.h_zero, l.cell.factor, l.cell.shift, l.cell_low, l.cell_high}) {
    c.arguments.push_back(int64_t{n});
  }
  const auto& table = gate_table();
  c.arguments.push_back(KernelData{"sigmoid", DType::u16, Tensor(table.begin(), table.end())});
  for (ValueId y : node.outputs) c.arguments.push_back(y);
  return c;
}

}  // namespace mote
