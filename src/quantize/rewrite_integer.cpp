// SPDX-License-Identifier: Apache-2.0
#include "quantize/rewrite_integer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "base/error.h"
#include "ops/infer.h"
#include "ops/op.h"

namespace mote {
namespace {

double to_float(double value) {
  return static_cast<double>(static_cast<float>(value));
}

// The step of symmetric weights that go from -limit to limit: the largest one fits 8 bits; where
// steps are coarse, clipping the largest ones gives a smaller squared error.
float weight_scale(std::span<const double> weights, double limit) {
  double largest = 1e-9;
  for (double w : weights) largest = std::max(largest, std::abs(w));
  if (limit >= 127) return static_cast<float>(largest / limit);
  double best = largest / limit, least = std::numeric_limits<double>::infinity();
  for (int percent = 100; percent >= 50; percent -= 2) {
    const double step = largest / limit * percent / 100;
    double error = 0;
    for (double w : weights) {
      const double missed = w - step * std::clamp(std::round(w / step), -limit, limit);
      error += missed * missed;
    }
    if (error >= least) continue;
    least = error;
    best = step;
  }
  return static_cast<float>(best);
}

// x -> (x - offset) * gain, one entry for each index of the last axis.
struct Normalization {
  ValueId x;
  Tensor offset, gain;
};

// Builds the integer graph beside the float one; both forms of a value are made when asked for.
class Rewriter {
 public:
  Rewriter(const Graph& from, const std::vector<Quant>& quants, int weight_bits)
      : from_(from),
        quants_(quants),
        weight_bits_(weight_bits),
        real_(from.values.size(), kNoValue),
        integer_(from.values.size(), kNoValue) {
    to_.meta = from.meta;
  }

  Graph run() {
    for (ValueId id : from_.inputs) {
      Value value = from_[id];
      to_.inputs.push_back(slot(real_, id) = to_.add(value));
    }
    for (const State& state : from_.states) {
      slot(real_, state.before) = to_.add(from_[state.before]);
    }
    for (const Node& node : from_.nodes)
      is_integer_node(node) ? add_integer(node) : add_float(node);
    for (const State& state : from_.states) {
      to_.states.push_back({slot(real_, state.before), real(state.after)});
    }
    for (ValueId id : from_.outputs) {
      to_.outputs.push_back(slot(integer_, id) != kNoValue ? slot(integer_, id) : real(id));
    }
    infer(to_);
    return to_;
  }

 private:
  static ValueId& slot(std::vector<ValueId>& ids, ValueId id) {
    return ids[static_cast<size_t>(id)];
  }
  const Quant& quant(ValueId id) const { return quants_[static_cast<size_t>(id)]; }

  // The quantizer behind a normalization takes it in.
  bool is_normalization(const Node& node) const {
    if (normalization(node.outputs[0])) return true;
    const auto reads = [&](const Node& next) {
      return !next.inputs.empty() && next.inputs[0] == node.outputs[0] &&
             normalization(next.outputs[0]).has_value();
    };
    return std::any_of(from_.nodes.begin(), from_.nodes.end(), reads);
  }

  bool is_integer_node(const Node& node) const {
    if (is_normalization(node)) return false;
    const OpDef& op = op_of(node);
    const Value& y = from_[node.outputs[0]];
    return op.quantizable != nullptr && op.quantizable(from_, node) && y.dtype == DType::f32 &&
           !quant(node.outputs[0]).empty();
  }

  ValueId real(ValueId id) {
    ValueId& made = slot(real_, id);
    if (made != kNoValue) return made;
    const Value& value = from_[id];
    if (value.is_constant) return made = to_.add(value);
    Value copy = value;
    copy.name = to_.fresh_name(value.name + "_real");
    made = to_.add(copy);
    to_.nodes.push_back({copy.name, "dequantize", {slot(integer_, id)}, {made}});
    return made;
  }

  ValueId integer(ValueId id) {
    ValueId& made = slot(integer_, id);
    if (made != kNoValue) return made;
    const Value& value = from_[id];
    Value stored{to_.fresh_name(value.name + "_s8"), DType::s8, value.shape, quant(id)};
    if (value.is_constant) return made = add_constant_s8(value);
    made = to_.add(stored);
    Node node{stored.name, "quantize", {}, {made}};
    if (const auto norm = normalization(id)) {
      const double step = double{stored.quant.scale[0]};
      Tensor gain = norm->gain;
      for (double& entry : gain) entry = to_float(entry / step);
      const Shape shape{value.shape.back()};
      node.inputs = {real(norm->x),
                     to_.add_constant(value.name + "_offset", DType::f32, shape, norm->offset),
                     to_.add_constant(value.name + "_gain", DType::f32, shape, gain)};
    } else {
      node.inputs = {real(id)};
    }
    to_.nodes.push_back(node);
    return made;
  }

  // A constant as long as the last axis of the value it meets, or null.
  const Tensor* per_channel(const Node& node, size_t operand) const {
    const Value& value = from_[node.inputs[operand]];
    const Shape& shape = from_[node.outputs[0]].shape;
    const bool fits = value.is_constant && !shape.empty() && !value.shape.empty() &&
                      value.shape.back() == shape.back() &&
                      element_count(value.shape) == shape.back();
    return fits ? &value.constant : nullptr;
  }

  // When `id` = (x - offset) * gain with constants and x is a graph input.
  std::optional<Normalization> normalization(ValueId id) const {
    const int mul_at = producer(from_, id);
    if (mul_at < 0) return std::nullopt;
    const Node& mul = from_.nodes[static_cast<size_t>(mul_at)];
    const int sub_at = mul.op == "mul" ? producer(from_, mul.inputs[0]) : -1;
    if (sub_at < 0) return std::nullopt;
    const Node& sub = from_.nodes[static_cast<size_t>(sub_at)];
    if (sub.op != "sub" || producer(from_, sub.inputs[0]) >= 0) return std::nullopt;
    const Tensor* offset = per_channel(sub, 1);
    const Tensor* gain = per_channel(mul, 1);
    if (offset == nullptr || gain == nullptr) return std::nullopt;
    return Normalization{sub.inputs[0], *offset, *gain};
  }

  ValueId add_constant_s8(const Value& value) {
    const auto [low, high] = std::minmax_element(value.constant.begin(), value.constant.end());
    const double largest = std::max({std::abs(*low), std::abs(*high), 1e-9});
    return add_rounded(value, {{static_cast<float>(largest / 127)}, {0}, 0}, DType::s8, 127);
  }

  ValueId add_rounded(const Value& value, Quant scales, DType dtype, double limit) {
    Tensor stored = value.constant;
    const size_t inner = stored.size() / scales.scale.size();
    for (size_t i = 0; i < stored.size(); i++) {
      const double steps = std::round(stored[i] / double{scales.scale[i / inner]});
      stored[i] = std::clamp(steps, -limit, limit);
    }
    return to_.add_constant(value.name, dtype, value.shape, stored, scales);
  }

  // One symmetric scale for each output channel (axis 0); weights that are multiples of a step
  // already (compress/layer.h) keep it.
  ValueId add_weights(const Value& value) {
    if (!value.quant.empty()) return add_rounded(value, value.quant, DType::s8, 127);
    const auto channels = static_cast<size_t>(value.shape[0]);
    const size_t taps = value.constant.size() / channels;
    const double limit = (1 << (weight_bits_ - 1)) - 1;
    Quant scales;
    for (size_t o = 0; o < channels; o++) {
      scales.scale.push_back(weight_scale({value.constant.data() + o * taps, taps}, limit));
      scales.zero_point.push_back(0);
    }
    return add_rounded(value, scales, DType::s8, limit);
  }

  // In steps of input scale times weight scale.
  ValueId add_bias(const Value& value, ValueId x, ValueId weights) {
    Quant scales = to_[weights].quant;
    for (float& scale : scales.scale) scale *= to_[x].quant.scale[0];
    return add_rounded(value, scales, DType::s32, 0x1p30);
  }

  void add_integer(const Node& node) {
    const OpDef& op = op_of(node);
    Node made{node.name, node.op, {}, {}, node.attrs};
    for (size_t i = 0; i < node.inputs.size(); i++) {
      const ValueId id = node.inputs[i];
      const int operand = static_cast<int>(i);
      if (id == kNoValue) {
        made.inputs.push_back(kNoValue);
      } else if (operand == op.weights_operand) {
        made.inputs.push_back(add_weights(from_[id]));
      } else if (operand == op.bias_operand) {
        made.inputs.push_back(add_bias(from_[id], made.inputs[0], made.inputs[1]));
      } else {
        made.inputs.push_back(from_[id].dtype == DType::f32 ? integer(id) : to_.add(from_[id]));
      }
    }
    Value y = from_[node.outputs[0]];
    y.dtype = DType::s8;
    y.quant = op.keeps_quant ? to_[made.inputs[0]].quant : quant(node.outputs[0]);
    made.outputs = {slot(integer_, node.outputs[0]) = to_.add(y)};
    to_.nodes.push_back(made);
  }

  void add_float(const Node& node) {
    Node made = node;
    for (ValueId& id : made.inputs) id = id == kNoValue ? id : real(id);
    for (ValueId& id : made.outputs) {
      const ValueId old = id;
      id = slot(real_, old) = to_.add(from_[old]);
    }
    to_.nodes.push_back(made);
  }

  const Graph& from_;
  const std::vector<Quant>& quants_;
  const int weight_bits_;
  std::vector<ValueId> real_, integer_;  // ids in to_ of each value of from_, once made
  Graph to_;
};

}  // namespace

Graph rewrite_integer(const Graph& graph, const std::vector<Quant>& quants, int weight_bits) {
  return Rewriter(graph, quants, weight_bits).run();
}

}  // namespace mote
