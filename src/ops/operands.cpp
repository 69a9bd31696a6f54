// SPDX-License-Identifier: Apache-2.0
#include "ops/operands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "base/random.h"

namespace mote {

void check_input_count(const Node& node, size_t least, size_t most) {
  if (node.inputs.size() >= least && node.inputs.size() <= most) return;
  throw Error(ErrorCode::bad_model, "",
              fmt::format("has {} operands, expected {} to {}", node.inputs.size(), least, most));
}

void check_dtype(const Graph& graph, const Node& node, size_t i, std::vector<DType> allowed) {
  const Value& value = input(graph, node, i);
  if (std::find(allowed.begin(), allowed.end(), value.dtype) != allowed.end()) return;
  std::string names;
  for (DType dtype : allowed)
    names += (names.empty() ? "" : " or ") + std::string(dtype_name(dtype));
  throw Error(
      ErrorCode::unsupported_type, "",
      fmt::format("operand '{}' is {}, expected {}", value.name, dtype_name(value.dtype), names));
}

void check_constant(const Graph& graph, const Node& node, size_t i) {
  if (input(graph, node, i).is_constant) return;
  throw Error(ErrorCode::unsupported_type, "",
              fmt::format("operand '{}' must be a constant", input(graph, node, i).name),
              "bind an input that is always the same: mote import --constant NAME=FILE.npy");
}

const Value& input(const Graph& graph, const Node& node, size_t i) {
  if (!node.has_input(i)) {
    throw Error(ErrorCode::bad_model, "", fmt::format("operand {} is missing", i + 1));
  }
  return graph[node.inputs[i]];
}

const Value& output(const Graph& graph, const Node& node, size_t i) {
  if (i < node.outputs.size()) return graph[node.outputs[i]];
  throw Error(ErrorCode::bad_model, "", fmt::format("output {} is missing", i + 1));
}

void set_output(Graph& graph, const Node& node, DType dtype, Shape shape, size_t i) {
  output(graph, node, i);  // is there
  Value& y = graph[node.outputs[i]];
  y.dtype = dtype;
  y.shape = std::move(shape);
}

size_t normal_axis(const Node& node, int64_t axis, size_t rank) {
  const int64_t wrapped = axis < 0 ? axis + static_cast<int64_t>(rank) : axis;
  if (wrapped >= 0 && wrapped < static_cast<int64_t>(rank)) return static_cast<size_t>(wrapped);
  throw Error(ErrorCode::bad_model, "",
              fmt::format("{}: axis {} is out of range for rank {}", node.op, axis, rank));
}

void fail_operand(const Graph& graph, const Node& node, size_t i, const std::string& wanted) {
  const Value& value = input(graph, node, i);
  throw Error(ErrorCode::bad_model, "",
              fmt::format("operand '{}' is {} {}, expected {}", value.name, dtype_name(value.dtype),
                          to_string(value.shape), wanted));
}

bool is_quantized(const Value& value) {
  return (value.dtype == DType::s8 || value.dtype == DType::s16) && !value.quant.empty();
}

Clamp dtype_range(DType dtype) {
  constexpr double largest = std::numeric_limits<float>::max();
  if (dtype == DType::f32) return {-largest, largest};
  if (dtype == DType::b8) return {0, 1};
  const int bits = 8 * dtype_bytes(dtype) - (dtype_npy_kind(dtype) == 'i' ? 1 : 0);
  const double end = std::ldexp(1.0, bits);
  const double high = bits < 53 ? end - 1 : std::nextafter(end, 0);
  return {dtype_npy_kind(dtype) == 'i' ? -end : 0, high};
}

KernelArgument scalar(DType dtype, double number) {
  if (dtype == DType::f32) return static_cast<float>(number);
  return static_cast<int64_t>(std::min(number, 0x1.fffffffffffffp62));
}

Clamp output_clamp(const Node& node, const Value& y) {
  const std::string activation = node.text("activation", "none");
  const bool integer = is_quantized(y);
  const auto stored = [&](double real) {
    return integer ? std::round(real / double{y.quant.scale[0]}) + y.quant.zero_point[0] : real;
  };
  Clamp clamp = dtype_range(y.dtype);
  if (activation == "none") return clamp;
  if (activation != "relu" && activation != "relu6" && activation != "relu_n1_to_1") {
    throw Error(ErrorCode::bad_model, "", fmt::format("unknown activation '{}'", activation));
  }
  clamp.low = std::max(clamp.low, stored(activation == "relu_n1_to_1" ? -1 : 0));
  if (activation != "relu")
    clamp.high = std::min(clamp.high, stored(activation == "relu6" ? 6 : 1));
  return clamp;
}

double bias_at(std::span<const Tensor* const> in, size_t i, size_t o) {
  return in.size() > i && in[i] != nullptr ? (*in[i])[o] : 0.0;
}

KernelData bias_data(const Graph& graph, const Node& node, size_t i, int64_t count) {
  const DType dtype = is_quantized(input(graph, node, 0)) ? DType::s32 : DType::f32;
  Tensor elements(static_cast<size_t>(count), 0.0);
  if (node.has_input(i)) elements = input(graph, node, i).constant;
  return {"bias", dtype, std::move(elements)};
}

Sample& Sample::input(DType dtype, Shape shape, Quant quant) {
  const ValueId id =
      graph_.add({graph_.fresh_name("x"), dtype, std::move(shape), std::move(quant)});
  graph_.inputs.push_back(id);
  node_.inputs.push_back(id);
  return *this;
}

Sample& Sample::constant(DType dtype, Shape shape, double low, double high, Quant quant) {
  Random random(graph_.values.size() * 97 + static_cast<uint64_t>(element_count(shape)));
  Tensor elements;
  for (int64_t i = 0; i < element_count(shape); i++) {
    const double element = random.uniform(low, high);
    elements.push_back(dtype == DType::f32 ? double{static_cast<float>(element)}
                                           : std::round(element));
  }
  return constant(dtype, std::move(shape), std::move(elements), std::move(quant));
}

Sample& Sample::constant(DType dtype, Shape shape, Tensor elements, Quant quant) {
  node_.inputs.push_back(
      graph_.add_constant("c", dtype, std::move(shape), std::move(elements), std::move(quant)));
  return *this;
}

Sample& Sample::absent() {
  node_.inputs.push_back(kNoValue);
  return *this;
}

Sample& Sample::attr(const std::string& key, Attr value) {
  node_.attrs[key] = std::move(value);
  return *this;
}

Sample& Sample::range(double low, double high) {
  graph_.meta[fmt::format("range_{}", graph_.inputs.size() - 1)] = fmt::format("{} {}", low, high);
  return *this;
}

Graph Sample::output(Quant quant) {
  return outputs({std::move(quant)});
}

Graph Sample::outputs(const std::vector<Quant>& quants) {
  for (const Quant& quant : quants) {
    graph_.outputs.push_back(graph_.add({graph_.fresh_name("y"), DType::f32, {}, quant}));
  }
  node_.outputs = graph_.outputs;
  graph_.nodes = {node_};
  op_of(node_).infer(graph_, node_);
  return graph_;
}

Quant quant_of(float scale, int32_t zero_point) {
  return {{scale}, {zero_point}, 0};
}

Quant channel_quant(int64_t count, float scale) {
  Quant quant;
  for (int64_t i = 0; i < count; i++) {
    quant.scale.push_back(scale * (1.0f + 0.37f * static_cast<float>(i % 5)));
    quant.zero_point.push_back(0);
  }
  return quant;
}

}  // namespace mote
