// SPDX-License-Identifier: Apache-2.0
#include "ops/unary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/wrap.h"

namespace mote {
namespace {

using Parameters = std::array<double, 2>;

double parameter_of(const Node& node, const Parameter& parameter) {
  const auto found = node.attrs.find(parameter.name);
  double number = parameter.otherwise;
  if (found != node.attrs.end()) {
    const auto* real = std::get_if<double>(&found->second);
    number = real != nullptr ? *real : static_cast<double>(node.integer(parameter.name, 0));
  }
  const double rounded = double{static_cast<float>(number)};
  if (std::isfinite(rounded)) return rounded;
  throw Error(
      ErrorCode::bad_model, "",
      fmt::format("attribute '{}' is {}, expected a finite number", parameter.name, number));
}

Parameters parameters_of(const Node& node, const UnaryFunction& function) {
  Parameters parameters{};
  for (size_t i = 0; i < parameters.size(); i++) {
    if (function.parameters[i].name == nullptr) break;
    parameters[i] = parameter_of(node, function.parameters[i]);
  }
  return parameters;
}

std::vector<DType> allowed_types(const UnaryFunction& function, const Value& x) {
  std::vector<DType> allowed;
  if (function.on_reals) allowed.push_back(DType::f32);
  if (function.on_booleans) allowed.push_back(DType::b8);
  if (is_quantized(x)) {
    if (function.on_reals && !function.gives_booleans) allowed.push_back(DType::s8);
    if (function.wide != nullptr) allowed.push_back(DType::s16);
  } else if (function.on_integers) {
    for (DType dtype : {DType::s8, DType::u8, DType::s16, DType::u16, DType::s32, DType::u32,
                        DType::s64, DType::u64}) {
      allowed.push_back(dtype);
    }
  }
  return allowed;
}

// How x of 16 bits becomes an argument. Throws unsupported_type.
GateScale wide_scale(const Value& x, const Value& y) {
  const auto scale = rough_gate_scale(double{x.quant.scale[0]});
  if (scale && x.quant.zero_point[0] == 0 && y.quant == quant_of(0x1p-15f, 0)) return *scale;
  throw Error(ErrorCode::unsupported_type, "",
              "16 bits need zero point 0, small steps and results in steps of 1/32768");
}

// What is stored for each x of -128 .. 127; NaN is stored as 0.
Tensor table_of(const Value& x, const Value& y, const UnaryFunction& function,
                const Parameters& parameters) {
  Tensor table;
  if (function.table != nullptr) table = function.table(x, y, parameters.data());
  for (int stored = -128; table.size() < 256; stored++) {
    const double real = (stored - x.quant.zero_point[0]) * double{x.quant.scale[0]};
    const double result = function.formula(real, parameters.data());
    const double steps = std::isnan(result) ? 0 : std::round(result / double{y.quant.scale[0]});
    table.push_back(std::clamp(steps + y.quant.zero_point[0], -128.0, 127.0));
  }
  return table;
}

}  // namespace

void infer_unary(Graph& graph, const Node& node, const UnaryFunction& function) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  check_dtype(graph, node, 0, allowed_types(function, x));
  parameters_of(node, function);
  const Quant& y = output(graph, node).quant;
  if (is_quantized(x) && (y.scale.size() != 1 || x.quant.scale.size() != 1)) {
    throw Error(ErrorCode::unsupported_type, "", "needs one scale for all of x and one for y");
  }
  if (is_quantized(x) && x.dtype == DType::s16) wide_scale(x, output(graph, node));
  set_output(graph, node, function.gives_booleans ? DType::b8 : x.dtype, x.shape);
}

std::vector<Tensor> unary_reference(const Graph& graph, const Node& node,
                                    std::span<const Tensor* const> in,
                                    const UnaryFunction& function) {
  const Value& x = input(graph, node, 0);
  const Parameters parameters = parameters_of(node, function);
  Tensor table, y;
  if (is_quantized(x) && x.dtype == DType::s16) {
    const GateScale scale = wide_scale(x, output(graph, node));
    for (double element : *in[0]) {
      y.push_back(function.wide(static_cast<int32_t>(element), scale));
    }
    return {y};
  }
  if (is_quantized(x)) table = table_of(x, output(graph, node), function, parameters);
  for (double element : *in[0]) {
    if (is_quantized(x)) {
      y.push_back(table[static_cast<size_t>(element + 128)]);
    } else {
      const double result = function.formula(element, parameters.data());
      y.push_back(is_plain_integer(x) ? wrapped(x.dtype, integer_of(x.dtype, result)) : result);
    }
  }
  return {y};
}

KernelCall unary_call(const Graph& graph, const Node& node, const UnaryFunction& function) {
  const Value& x = input(graph, node, 0);
  const Parameters parameters = parameters_of(node, function);
  const int64_t length = element_count(x.shape);
  if (is_quantized(x) && x.dtype == DType::s16) {
    const GateScale scale = wide_scale(x, output(graph, node));
    const KernelData table{"table", DType::u16, {gate_table().begin(), gate_table().end()}};
    return {node.op + "_s16",
            {node.inputs[0], length, int64_t{scale.factor}, int64_t{scale.shift}, table,
             node.outputs[0]}};
  }
  if (is_quantized(x)) {
    const KernelData table{"table", DType::s8,
                           table_of(x, output(graph, node), function, parameters)};
    return {"lookup_s8", {node.inputs[0], length, table, node.outputs[0]}};
  }
  const std::string stem = *function.kernel != '\0' ? function.kernel : node.op;
  KernelCall call{stem + "_" + std::string(dtype_name(x.dtype)), {node.inputs[0], length}};
  for (size_t i = 0; i < parameters.size() && function.parameters[i].name != nullptr; i++) {
    call.arguments.push_back(static_cast<float>(parameters[i]));
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

namespace {

// The Quant whose 256 steps reach from low to just below high.
Quant reaching(double low, double high) {
  const double scale = high > low ? (high - low) / 256 : 1;
  const double zero = std::clamp(std::round(-128 - low / scale), -128.0, 127.0);
  return quant_of(static_cast<float>(scale), static_cast<int32_t>(zero));
}

// For x from low to high.
Quant result_quant(const UnaryFunction& function) {
  Parameters parameters{};
  for (size_t i = 0; i < parameters.size(); i++) parameters[i] = function.parameters[i].otherwise;
  double least = 0, most = 0;
  for (int i = 0; i < 256; i++) {
    const double x = function.low + (function.high - function.low) / 255 * i;
    const double y = function.formula(x, parameters.data());
    if (!std::isfinite(y)) continue;
    least = std::min(least, y);
    most = std::max(most, y);
  }
  return reaching(least, most);
}

// Whether the function has a value for each x of int8.
bool is_defined(const Quant& x, const UnaryFunction& function) {
  Parameters parameters{};
  for (size_t i = 0; i < parameters.size(); i++) parameters[i] = function.parameters[i].otherwise;
  for (int stored = -128; stored < 128; stored++) {
    const double real = (stored - x.zero_point[0]) * double{x.scale[0]};
    if (std::isnan(function.formula(real, parameters.data()))) return false;
  }
  return true;
}

void add_real_samples(const std::string& op, const UnaryFunction& function,
                      std::vector<Graph>& graphs) {
  for (int64_t n : awkward_lengths) {
    graphs.push_back(Sample(op).input(DType::f32, {n}).range(function.low, function.high).output());
  }
  const Quant x = reaching(function.low, function.high);
  if (function.gives_booleans || !is_defined(x, function)) return;
  for (int64_t n : {1, 7, 33, 257}) {
    graphs.push_back(Sample(op).input(DType::s8, {n}, x).output(result_quant(function)));
  }
  if (function.table_scale == 0) return;
  for (int32_t zero : {-128, -7, 127}) {
    graphs.push_back(Sample(op)
                         .input(DType::s8, {257}, quant_of(0.047f, zero))
                         .output(quant_of(function.table_scale, function.table_zero)));
  }
}

}  // namespace

std::vector<Graph> unary_samples(const std::string& op, const UnaryFunction& function) {
  std::vector<Graph> graphs;
  if (function.on_reals) add_real_samples(op, function, graphs);
  if (function.on_booleans) graphs.push_back(Sample(op).input(DType::b8, {33}).output());
  for (double low : {-32768.0, -9000.0, -128.0, 4000.0, 32512.0}) {
    if (function.wide == nullptr) break;
    for (float scale : {0x1p-12f, 0x1p-11f, 0.0003f, 0.000004f}) {
      graphs.push_back(Sample(op)
                           .input(DType::s16, {257}, quant_of(scale, 0))
                           .range(low, low + 255)
                           .output(quant_of(0x1p-15f, 0)));
    }
  }
  if (!function.on_integers) return graphs;
  for (DType dtype : {DType::s8, DType::u8, DType::s16, DType::u16, DType::s32, DType::u32,
                      DType::s64, DType::u64}) {
    // Tensors do not hold the largest 64 bit numbers.
    if (dtype == DType::u64 && function.formula(1, nullptr) < 0) continue;
    graphs.push_back(Sample(op).input(dtype, {257}).output());
  }
  return graphs;
}

}  // namespace mote
