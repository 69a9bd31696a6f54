// SPDX-License-Identifier: Apache-2.0
// y = x in another type of a Graph, the one with ONNX's number `to`. Floats are rounded toward 0
// and held in the range of integers (NaN: 0), integers wrap around, booleans are whether x is not
// 0.
#include <algorithm>
#include <cmath>

#include "ops/element_types.h"
#include "ops/operands.h"
#include "ops/wrap.h"

namespace mote {
namespace {

const ElementType& target(const Node& node) {
  return element_type(node.integer("to", 0));
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  const ElementType& type = target(node);
  if (!x.quant.empty()) fail_operand(graph, node, 0, "numbers that stand for themselves");
  if (type.is_small() || (x.dtype == DType::f32 && type.narrow_bits != 0)) {
    fail_operand(graph, node, 0, "another type: cast does this in two steps");
  }
  set_output(graph, node, type.dtype, x.shape);
}

int unused_bits(const ElementType& type) {
  return type.narrow_bits == 0 ? 0 : 8 - type.narrow_bits;
}

double converted(DType from, const ElementType& type, double x) {
  if (type.dtype == DType::f32) return x;
  if (type.dtype == DType::b8) return x != 0;
  if (from == DType::f32) {
    if (std::isnan(x)) return 0;
    const Clamp range = dtype_range(type.dtype);
    return std::trunc(std::clamp(x, range.low, range.high));
  }
  const int64_t scale = int64_t{1} << unused_bits(type);
  const auto bits = static_cast<uint64_t>(integer_of(from, x)) * static_cast<uint64_t>(scale);
  const double shifted = wrapped(type.dtype, static_cast<int64_t>(bits));
  return std::floor(shifted / static_cast<double>(scale));
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const DType from = input(graph, node, 0).dtype;
  Tensor y = *in[0];
  for (double& element : y) element = converted(from, target(node), element);
  return {y};
}

// For b8 and f32 no range is needed.
KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, 0);
  const ElementType& type = target(node);
  const bool is_real = x.dtype == DType::f32;
  KernelCall call{
      (is_real ? "convert_real_" : "convert_integers_") + std::string(dtype_name(type.dtype)),
      {node.inputs[0], element_count(x.shape)}};
  const bool has_range = type.dtype != DType::f32 && type.dtype != DType::b8;
  if (!is_real) {
    call.arguments.push_back(int64_t{dtype_bytes(x.dtype)});
    call.arguments.push_back(int64_t{dtype_npy_kind(x.dtype) == 'i'});
    if (has_range) call.arguments.push_back(int64_t{unused_bits(type)});
  } else if (has_range) {
    const Clamp range = dtype_range(type.dtype);
    const int bits = static_cast<int>(std::lround(std::log2(range.high - range.low)));
    call.arguments.push_back(static_cast<float>(range.low));
    call.arguments.push_back(static_cast<float>(range.low + std::ldexp(1.0, bits)));
  }
  call.arguments.push_back(node.outputs[0]);
  return call;
}

// A byte may be written before the bytes that follow are read.
Sharing sharing(const Graph& graph, const Node& node) {
  return dtype_bytes(output(graph, node).dtype) == 1 ? Sharing::overwrite : Sharing::none;
}

std::vector<Graph> samples() {
  constexpr DType all[] = {DType::f32, DType::s8,  DType::u8,  DType::s16, DType::u16,
                           DType::s32, DType::u32, DType::s64, DType::u64, DType::b8};
  std::vector<Graph> graphs;
  for (DType from : all) {
    for (DType to : all) {
      if (from == to) continue;
      Sample sample("convert");
      sample.input(from, {65}).attr("to", number_of(to));
      // Tensors do not hold the largest 64 bit numbers: none may be negative.
      if (to == DType::u64) {
        sample.range(0, 100);
      } else if (from == DType::f32) {
        sample.range(-700, 700);
      }
      graphs.push_back(sample.output());
    }
  }
  for (int64_t narrow : {21, 22, 25, 26}) {
    for (DType from : {DType::s8, DType::u8, DType::s16, DType::s32}) {
      graphs.push_back(Sample("convert").input(from, {257}).attr("to", narrow).output());
    }
  }
  // Beyond the range of most.
  for (DType to : all) {
    if (to == DType::f32) continue;
    const double reach = dtype_bytes(to) < 4 ? 7e4 : 6e9;
    graphs.push_back(Sample("convert")
                         .input(DType::f32, {257})
                         .range(-reach, reach)
                         .attr("to", number_of(to))
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_convert = {
    .name = "convert",
    .onnx_name = "Cast",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = sharing,
    .tolerance = 0,
    .elementwise = true,
    .samples = samples,
};

}  // namespace mote
