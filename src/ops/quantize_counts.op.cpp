// SPDX-License-Identifier: Apache-2.0
// A sensor's int16 counts, or an image's bytes -> int8: y = saturate((x * multiplier[c] +
// addend[c]) >> shift[c]).
//
// The whole way from counts over units and normalization to int8 in one multiplication of 32 bits;
// the addend holds offset, zero point and half a step, so that the shift rounds. Made by the pass
// use_counts when a library is generated; ONNX files hold the float form.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kMultiplier, kAddend, kShift };

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 4, 4);
  check_dtype(graph, node, kX, {DType::s16, DType::u8});
  const Value& x = input(graph, node, kX);
  for (size_t i : {kMultiplier, kAddend, kShift}) {
    check_constant(graph, node, i);
    if (!x.shape.empty() && input(graph, node, i).shape == Shape{x.shape.back()}) continue;
    throw Error(ErrorCode::bad_model, "",
                "multiplier, addend and shift must have one entry a channel");
  }
  set_output(graph, node, DType::s8, x.shape);
}

std::vector<Tensor> reference(const Graph&, const Node&, std::span<const Tensor* const> in) {
  Tensor y;
  for (size_t i = 0; i < in[kX]->size(); i++) {
    const size_t c = i % in[kMultiplier]->size();
    const double sum = (*in[kX])[i] * (*in[kMultiplier])[c] + (*in[kAddend])[c];
    const double shifted = std::floor(std::ldexp(sum, -static_cast<int>((*in[kShift])[c])));
    y.push_back(std::clamp(shifted, -128.0, 127.0));
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const auto data = [&](size_t i, const char* name, DType dtype) {
    return KernelData{name, dtype, input(graph, node, i).constant};
  };
  return {x.dtype == DType::u8 ? "quantize_u8_s8" : "quantize_s16_s8",
          {node.inputs[kX], element_count(x.shape) / x.shape.back(), x.shape.back(),
           data(kMultiplier, "multiplier", DType::s32), data(kAddend, "addend", DType::s32),
           data(kShift, "shift", DType::s8), node.outputs[0]}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  const auto add = [&](DType dtype, const Shape& shape) {
    const int64_t n = shape.back();
    graphs.push_back(Sample("quantize_counts")
                         .input(dtype, shape)
                         .constant(DType::s32, {n}, -32767, 32767)
                         .constant(DType::s32, {n}, -1e6, 1e6)
                         .constant(DType::s32, {n}, 9, 22)
                         .output(quant_of(0.1f, 3)));
  };
  for (int64_t n : awkward_lengths) add(DType::s16, {1, 2, n});
  for (int64_t n : {1, 3, 4}) add(DType::u8, {1, 5, 3, n});
  return graphs;
}

}  // namespace

extern const OpDef op_quantize_counts = {
    .name = "quantize_counts",
    .onnx_name = "",
    .infer = infer,
    .reference = reference,
    .call = call,
    .sharing = [](const Graph&, const Node&) { return Sharing::overwrite; },
    .tolerance = 0,
    .by_channels = true,
    .samples = samples,
};

}  // namespace mote
