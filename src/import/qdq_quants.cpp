// SPDX-License-Identifier: Apache-2.0
#include "import/qdq_quants.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "import/uses.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kScale, kZeroPoint };

struct Range {
  double low, high;
};

Range range_of(DType dtype) {
  const double half = std::ldexp(1.0, 8 * dtype_bytes(dtype) - 1);
  return dtype == DType::u8 ? Range{0, 255} : Range{-half, half - 1};
}

// Index into quant.scale of element i of a value of that shape.
size_t channel_of(const Quant& quant, const Shape& shape, size_t i) {
  if (quant.scale.size() <= 1) return 0;
  size_t inner = 1;
  for (size_t axis = static_cast<size_t>(quant.axis) + 1; axis < shape.size(); axis++) {
    inner *= static_cast<size_t>(shape[axis]);
  }
  return i / inner % quant.scale.size();
}

class QuantReader {
 public:
  QuantReader(Graph& graph, const ModelOrigin& origin)
      : graph_(graph), origin_(origin), removed_(graph.nodes.size(), false) {}

  void read() {
    for_each("quantize", [this](size_t i) { quantize_constant(i); });
    for_each("requantize", [this](size_t i) { read_requantize(graph_.nodes[i]); });
    for_each("dequantize", [this](size_t i) { read_dequantize(graph_.nodes[i]); });
    uses_ = uses_of(graph_);
    for_each("quantize", [this](size_t i) { read_quantize(graph_.nodes[i]); });
    for (const char* op : {"quantize", "requantize"}) {
      for_each(op, [this](size_t i) { merge_with_dequantize(graph_.nodes[i]); });
    }
    erase_nodes(graph_, removed_);
    make_signed();
  }

 private:
  template <typename Visit>
  void for_each(std::string_view op, Visit visit) {
    for (size_t i = 0; i < graph_.nodes.size(); i++) {
      if (graph_.nodes[i].op == op && !removed_[i]) visit(i);
    }
  }

  [[noreturn]] void fail(ErrorCode code, const Node& node, const std::string& message) const {
    throw Error(code, origin_.at(node), message);
  }

  const Value& constant(const Node& node, Operand operand) const {
    const Value& value = graph_[node.inputs[operand]];
    if (!value.is_constant || value.shape.size() > 1) {
      fail(ErrorCode::unsupported_type, node,
           fmt::format("'{}' must be one constant, or one for each channel", value.name));
    }
    return value;
  }

  // A missing zero point is an unsigned 0 in QuantizeLinear.
  DType stored_type(const Node& node) const {
    const DType dtype = node.has_input(kZeroPoint) ? constant(node, kZeroPoint).dtype : DType::u8;
    if (dtype == DType::s8 || dtype == DType::u8 || dtype == DType::s16 || dtype == DType::s32) {
      return dtype;
    }
    fail(ErrorCode::unsupported_type, node,
         fmt::format("quantizes to {}, expected s8, u8, s16 or s32", dtype_name(dtype)));
  }

  // The scales and zero points of a node. `rank`: of its constant operand, else
  // -1.
  Quant own_quant(const Node& node) const {
    const Value& scale = constant(node, kScale);
    const Value& x = graph_[node.inputs[kX]];
    Quant quant;
    for (double element : scale.constant) {
      if (!(element > 0) || !std::isfinite(element)) {
        fail(ErrorCode::bad_model, node,
             fmt::format("scale '{}' is {}, expected a positive number", scale.name, element));
      }
      quant.scale.push_back(static_cast<float>(element));
    }
    quant.zero_point.assign(quant.scale.size(), 0);
    if (node.has_input(kZeroPoint)) read_zero_points(node, quant);
    // One scale needs no axis, but one that was written on purpose is kept.
    int64_t axis = node.integer("axis", quant.scale.size() > 1 ? 1 : 0);
    if (scale.shape.empty()) axis = 0;
    if (axis < 0 && x.is_constant) axis += static_cast<int64_t>(x.shape.size());
    quant.axis = static_cast<int>(axis);
    check_axis(node, x, quant);
    return quant;
  }

  void read_zero_points(const Node& node, Quant& quant) const {
    const Value& zero = constant(node, kZeroPoint);
    if (zero.constant.size() != quant.scale.size()) {
      fail(ErrorCode::bad_model, node,
           fmt::format("has {} scales, but {} zero points", quant.scale.size(),
                       zero.constant.size()));
    }
    stored_type(node);
    for (size_t i = 0; i < quant.scale.size(); i++) {
      quant.zero_point[i] = static_cast<int32_t>(zero.constant[i]);
    }
  }

  void check_axis(const Node& node, const Value& x, const Quant& quant) const {
    if (quant.scale.empty()) fail(ErrorCode::bad_model, node, "has no scale");
    if (quant.scale.size() == 1) return;
    const auto axis = static_cast<size_t>(quant.axis);
    if (quant.axis < 0 || (x.is_constant && axis >= x.shape.size())) {
      fail(ErrorCode::bad_model, node, fmt::format("axis {} is out of range", quant.axis));
    }
    if (x.is_constant && x.shape[axis] != static_cast<int64_t>(quant.scale.size())) {
      fail(ErrorCode::bad_model, node,
           fmt::format("has {} scales along axis {} of '{}', which is {}", quant.scale.size(),
                       quant.axis, x.name, to_string(x.shape)));
    }
  }

  // Sets the type of the result; computes it when x is known.
  void quantize_constant(size_t i) {
    const Node& node = graph_.nodes[i];
    const Value& x = graph_[node.inputs[kX]];
    Value& y = graph_[node.outputs[0]];
    y.dtype = stored_type(node);
    if (!x.is_constant) return;
    const Quant quant = own_quant(node);
    const Range range = range_of(y.dtype);
    y.shape = x.shape;
    y.quant = quant;
    y.is_constant = removed_[i] = true;
    for (size_t k = 0; k < x.constant.size(); k++) {
      const size_t c = channel_of(quant, x.shape, k);
      const double steps = std::nearbyint(x.constant[k] / double{quant.scale[c]});
      const double stored = std::isnan(steps) ? range.low : steps + quant.zero_point[c];
      y.constant.push_back(std::clamp(stored, range.low, range.high));
    }
  }

  void read_dequantize(Node& node) {
    const Value& x = graph_[node.inputs[kX]];
    const Quant quant = own_quant(node);
    const bool is_known = x.is_constant || x.dtype != DType::f32;
    if (is_known && node.has_input(kZeroPoint) && stored_type(node) != x.dtype) {
      fail(ErrorCode::bad_model, node,
           fmt::format("'{}' is {}, but its zero point is {}", x.name, dtype_name(x.dtype),
                       dtype_name(stored_type(node))));
    }
    if (x.is_constant && x.dtype == DType::f32) {
      fail(ErrorCode::bad_model, node, fmt::format("'{}' is f32 already", x.name));
    }
    node.inputs.resize(1);
    node.attrs.clear();
    if (x.quant.empty()) {
      graph_[node.inputs[kX]].quant = quant;
    } else if (x.quant != quant && x.is_constant) {
      // One tensor of integers, read with two scales: two constants.
      node.inputs[kX] = graph_.add_constant(x.name, x.dtype, x.shape, x.constant, quant);
    } else if (x.quant != quant) {
      fail(ErrorCode::unsupported_type, node,
           fmt::format("'{}' is read with two different scales", x.name));
    }
  }

  // A quantizer to 32 bits, which ONNX does not have.
  void read_requantize(const Node& node) {
    if (node.inputs.size() != 3) fail(ErrorCode::bad_model, node, "needs x, scale and zero point");
    const double scale = scalar(node, kScale), zero = scalar(node, kZeroPoint);
    if (!(scale > 0) || !std::isfinite(scale) || !(std::abs(zero) <= 0x1p30)) {
      fail(ErrorCode::bad_model, node, "needs a positive scale and a zero point of 30 bits");
    }
    Value& y = graph_[node.outputs[0]];
    y.dtype = DType::s32;
    y.quant = {{static_cast<float>(scale)}, {static_cast<int32_t>(zero)}, 0};
  }

  double scalar(const Node& node, Operand operand) const {
    if (node.has_input(operand)) {
      const Value& value = graph_[node.inputs[operand]];
      if (value.is_constant && value.constant.size() == 1) return value.constant[0];
    }
    fail(ErrorCode::unsupported_type, node, "needs a constant scale and zero point");
  }

  void read_quantize(Node& node) {
    const Quant own = own_quant(node);
    Value& y = graph_[node.outputs[0]];
    const bool is_affine = own.scale == std::vector<float>{1.0f} && take_offset_and_gain(node);
    if (y.quant.empty()) y.quant = own;
    if (y.quant.zero_point != own.zero_point || (!is_affine && y.quant != own)) {
      fail(ErrorCode::unsupported_type, node,
           fmt::format("'{}' is written with other scales or zero points than "
                       "it is read with",
                       y.name));
    }
    if (!is_affine) node.inputs.resize(1);
    node.attrs.clear();
  }

  // (x - offset) * gain before a quantizer of step 1 is a normalization that
  // the quantizer does itself: its operands become (x, offset, gain).
  bool take_offset_and_gain(Node& node) {
    const size_t mul = sole_producer(node.inputs[kX], "mul");
    if (mul == kNobody) return false;
    std::vector<ValueId> factors = graph_.nodes[mul].inputs;
    if (is_vector(factors[0])) std::swap(factors[0], factors[1]);
    const size_t sub = sole_producer(factors[0], "sub");
    if (sub == kNobody) return false;
    const ValueId x = graph_.nodes[sub].inputs[0];
    const ValueId offset = graph_.nodes[sub].inputs[1];
    const ValueId gain = factors[1];
    if (!is_vector(offset) || !is_vector(gain) || graph_[offset].shape != graph_[gain].shape) {
      return false;
    }
    const Shape& shape = graph_[x].shape;  // known when x is an input
    if (!shape.empty() && shape.back() != graph_[gain].shape[0]) return false;
    removed_[mul] = removed_[sub] = true;
    node.inputs = {x, offset, gain};
    return true;
  }

  bool is_vector(ValueId id) const {
    return graph_[id].is_constant && graph_[id].shape.size() == 1;
  }

  // The node of that op that computes a value which only one node reads.
  size_t sole_producer(ValueId id, std::string_view op) const {
    const size_t i = uses_.producer_of(id);
    if (i == kNobody || removed_[i] || uses_.sole_reader(id) == kNobody) return kNobody;
    return graph_.nodes[i].op == op ? i : kNobody;
  }

  // Integers that become others by way of real numbers.
  void merge_with_dequantize(Node& node) {
    if (node.op == "requantize") node.inputs.resize(1);
    if (node.inputs.size() != 1) return;
    const size_t before = uses_.producer_of(node.inputs[kX]);
    if (before == kNobody || graph_.nodes[before].op != "dequantize") return;
    node.op = "requantize";
    node.inputs[kX] = graph_.nodes[before].inputs[kX];
    node.attrs = {{"to", std::string(dtype_name(graph_[node.outputs[0]].dtype))}};
  }

  // mote computes in int8: uint8 is the same numbers with the zero point moved. Inputs and outputs
  // of the graph keep their type and are converted.
  void make_signed() {
    const Uses uses = uses_of(graph_);
    const size_t count = graph_.values.size();
    for (size_t i = 0; i < count; i++) {
      if (graph_.values[i].dtype != DType::u8 || graph_.values[i].quant.empty()) continue;
      const ValueId id{static_cast<int32_t>(i)};
      const bool is_inner = graph_[id].is_constant || uses.producer[i] != kNobody;
      if (is_inner && !uses.is_output[i]) {
        move_zero_point(graph_[id]);
      } else if (is_inner) {
        convert_output(id, uses.producer[i]);
      } else {
        convert_input(id);
      }
    }
  }

  static void move_zero_point(Value& value) {
    value.dtype = DType::s8;
    for (int32_t& zero : value.quant.zero_point) zero -= 128;
    for (double& element : value.constant) element -= 128;
  }

  ValueId signed_copy(ValueId id) {
    Value copy = graph_[id];
    copy.name = graph_.fresh_name(copy.name + "_signed");
    move_zero_point(copy);
    return graph_.add(copy);
  }

  void convert_output(ValueId id, size_t producer) {
    if (producer == kNobody || graph_.nodes[producer].op == "requantize") return;
    const ValueId inner = signed_copy(id);
    for (Node& node : graph_.nodes) {
      std::replace(node.inputs.begin(), node.inputs.end(), id, inner);
      std::replace(node.outputs.begin(), node.outputs.end(), id, inner);
    }
    const std::string name = graph_[id].name + "_requantize";
    graph_.nodes.push_back({name, "requantize", {inner}, {id}, {{"to", std::string("u8")}}});
  }

  void convert_input(ValueId id) {
    const auto reads = [&](const Node& node) {
      return node.op != "requantize" &&
             std::find(node.inputs.begin(), node.inputs.end(), id) != node.inputs.end();
    };
    if (std::none_of(graph_.nodes.begin(), graph_.nodes.end(), reads)) return;
    const ValueId inner = signed_copy(id);
    for (Node& node : graph_.nodes) {
      if (reads(node)) std::replace(node.inputs.begin(), node.inputs.end(), id, inner);
    }
    graph_.nodes.insert(
        graph_.nodes.begin(),
        {graph_[inner].name, "requantize", {id}, {inner}, {{"to", std::string("s8")}}});
  }

  Graph& graph_;
  const ModelOrigin& origin_;
  std::vector<bool> removed_;
  Uses uses_;
};

}  // namespace

void read_quants(Graph& graph, const ModelOrigin& origin) {
  QuantReader(graph, origin).read();
}

Tensor dequantized(const Value& constant) {
  Tensor real = constant.constant;
  for (size_t i = 0; i < real.size(); i++) {
    const size_t c = channel_of(constant.quant, constant.shape, i);
    const double steps = real[i] - constant.quant.zero_point[c];
    real[i] = double{static_cast<float>(steps * double{constant.quant.scale[c]})};
  }
  return real;
}

}  // namespace mote
