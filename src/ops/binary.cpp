// SPDX-License-Identifier: Apache-2.0
#include "ops/binary.h"

#include <algorithm>

#include "base/error.h"
#include "ops/broadcast.h"
#include "ops/operands.h"
#include "ops/wrap.h"

namespace mote {
namespace {

constexpr DType kIntegers[] = {DType::s8,  DType::u8,  DType::s16, DType::u16,
                               DType::s32, DType::u32, DType::s64, DType::u64};

bool any_quantized(const Graph& graph, const Node& node) {
  return is_quantized(input(graph, node, 0)) || is_quantized(input(graph, node, 1));
}

// int8 with any zero point, int16 with none.
void check_types(const Graph& graph, const Node& node, const BinaryFunction& function) {
  std::vector<DType> allowed{DType::s8};
  if (function.takes_wide) allowed.push_back(DType::s16);
  check_dtype(graph, node, 0, allowed);
  if (input(graph, node, 0).dtype != DType::s16) return;
  for (const Value* value :
       {&input(graph, node, 0), &input(graph, node, 1), &output(graph, node)}) {
    if (value->quant.zero_point[0] == 0) continue;
    throw Error(ErrorCode::unsupported_type, "", "integers of 16 bits need zero point 0");
  }
}

// Integers that stand for real numbers: each with one scale, or all with the same.
void check_quants(const Graph& graph, const Node& node, const BinaryFunction& function) {
  const Quant& a = input(graph, node, 0).quant;
  const Quant& b = input(graph, node, 1).quant;
  const Quant& y = output(graph, node).quant;
  if (a.scale.size() != 1 || b.scale.size() != 1 || (!function.gives_booleans && y.empty())) {
    throw Error(ErrorCode::unsupported_type, "", "needs one scale for each operand and the output");
  }
  if (function.quantized != nullptr) {
    check_types(graph, node, function);
  } else if (!function.takes_stored || a != b || (!function.gives_booleans && a != y)) {
    throw Error(ErrorCode::unsupported_type, "",
                function.takes_stored ? "needs operands and output of the same quantization"
                                      : "takes no integers that stand for real numbers");
  }
}

int64_t parameter_of(const Node& node, const BinaryFunction& function) {
  return function.parameter == nullptr ? 0 : function.parameter(node);
}

Tensor plain_reference(const Graph& graph, const Node& node, std::span<const Tensor* const> in,
                       const BinaryFunction& function) {
  const Value& y = output(graph, node);
  const Value& left = input(graph, node, 0);
  const auto of_a = broadcast_indices(left.shape, y.shape);
  const auto of_b = broadcast_indices(input(graph, node, 1).shape, y.shape);
  const int64_t parameter = parameter_of(node, function);
  const bool is_integer = function.integers != nullptr && is_plain_integer(left);
  Tensor result;
  for (size_t i = 0; i < of_a.size(); i++) {
    const double a = (*in[0])[of_a[i]], b = (*in[1])[of_b[i]];
    if (!is_integer) {
      result.push_back(function.formula(a, b, parameter));
      continue;
    }
    const int64_t number = function.integers(left.dtype, integer_of(left.dtype, a),
                                             integer_of(left.dtype, b), parameter);
    result.push_back(wrapped(left.dtype, number));
  }
  return result;
}

}  // namespace

void infer_binary(Graph& graph, const Node& node, const BinaryFunction& function) {
  check_input_count(node, 2, 2);
  std::vector<DType> allowed;
  if (function.on_reals) allowed.push_back(DType::f32);
  if (function.on_booleans) allowed.push_back(DType::b8);
  if (function.on_integers)
    allowed.insert(allowed.end(), std::begin(kIntegers), std::end(kIntegers));
  infer_broadcast(graph, node, allowed);
  if (any_quantized(graph, node)) check_quants(graph, node, function);
  parameter_of(node, function);
  if (function.gives_booleans) graph[node.outputs[0]].dtype = DType::b8;
}

std::vector<Tensor> binary_reference(const Graph& graph, const Node& node,
                                     std::span<const Tensor* const> in,
                                     const BinaryFunction& function) {
  if (function.quantized != nullptr && any_quantized(graph, node)) {
    return {function.quantized(graph, node, in)};
  }
  Tensor y = plain_reference(graph, node, in, function);
  if (function.clamps) {
    const Clamp clamp = output_clamp(node, output(graph, node));
    const bool is_real = output(graph, node).dtype == DType::f32;
    const bool is_open = !is_real && node.text("activation", "none") == "none";
    for (double& element : y) {
      if (!is_open) element = std::clamp(element, clamp.low, clamp.high);
    }
  }
  return {y};
}

KernelCall binary_call(const Graph& graph, const Node& node, const BinaryFunction& function) {
  if (function.quantized != nullptr && any_quantized(graph, node)) {
    return function.quantized_call(graph, node);
  }
  const DType dtype = input(graph, node, 0).dtype;
  KernelCall call{node.op + "_" + std::string(dtype_name(dtype)), {node.inputs[0], node.inputs[1]}};
  append_broadcast(graph, node, call);
  if (function.parameter != nullptr) call.arguments.push_back(parameter_of(node, function));
  if (function.clamps) {
    const Clamp clamp = output_clamp(node, output(graph, node));
    const bool is_open = node.text("activation", "none") == "none";
    if (dtype != DType::f32) call.arguments.push_back(int64_t{is_open ? 0 : 1});
    call.arguments.push_back(scalar(dtype, clamp.low));
    call.arguments.push_back(scalar(dtype, clamp.high));
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

Sharing binary_sharing(const Graph& graph, const Node& node) {
  const bool is_stretched = input(graph, node, 0).shape != output(graph, node).shape;
  return is_stretched ? Sharing::none : Sharing::overwrite;
}

namespace {

void add_real_samples(const std::string& op, const BinaryFunction& function,
                      std::vector<Graph>& graphs) {
  const double low = function.low, high = function.high;
  for (int64_t n : awkward_lengths) {
    graphs.push_back(
        Sample(op).input(DType::f32, {1, n}).input(DType::f32, {1, n}).range(low, high).output());
  }
  const std::vector<std::pair<Shape, Shape>> pairs = {{{1, 5, 3}, {3}},
                                                      {{1, 5, 3}, {5, 1}},
                                                      {{2, 1, 4, 3}, {1, 7, 1, 3}},
                                                      {{3}, {2, 3}},
                                                      {{1}, {4}}};
  for (const auto& [a, b] : pairs) {
    Sample sample(op);
    sample.input(DType::f32, a).constant(DType::f32, b, low, high);
    if (function.clamps) sample.attr("activation", std::string("relu"));
    graphs.push_back(sample.output());
    graphs.push_back(Sample(op)
                         .constant(DType::f32, b, low, high)
                         .input(DType::f32, a)
                         .range(low, high)
                         .output());
  }
}

Graph integer_sample(const std::string& op, const BinaryFunction& function, DType dtype,
                     const Quant& quant = {}) {
  Sample sample(op);
  // Tensors do not hold the largest 64 bit numbers: no difference may be negative.
  if (dtype == DType::u64) {
    sample.constant(dtype, {4, 65}, 256, 511);
  } else {
    sample.input(dtype, {4, 65}, quant);
  }
  sample.input(dtype, {65}, quant);
  if (function.integer_low != function.integer_high) {
    sample.range(static_cast<double>(function.integer_low),
                 static_cast<double>(function.integer_high));
  }
  return sample.output(function.gives_booleans ? Quant{} : quant);
}

}  // namespace

std::vector<Graph> binary_samples(const std::string& op, const BinaryFunction& function) {
  std::vector<Graph> graphs;
  if (function.on_reals) add_real_samples(op, function, graphs);
  if (function.on_booleans) graphs.push_back(integer_sample(op, function, DType::b8));
  if (!function.on_integers) return graphs;
  for (DType dtype : kIntegers) graphs.push_back(integer_sample(op, function, dtype));
  if (function.takes_stored) {
    graphs.push_back(integer_sample(op, function, DType::s8, quant_of(0.1f, -7)));
  }
  if (function.clamps) {
    for (DType dtype : {DType::s32, DType::u8}) {
      graphs.push_back(Sample(op)
                           .input(dtype, {33})
                           .input(dtype, {33})
                           .attr("activation", std::string("relu6"))
                           .output());
    }
  }
  return graphs;
}

}  // namespace mote
