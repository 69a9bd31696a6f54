// SPDX-License-Identifier: Apache-2.0
#include "passes/use_counts.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/infer.h"

namespace mote {
namespace {

struct Line {
  int64_t multiplier, addend, shift;
};

// q = x * gain + shift_by as integers of at most 32 bits, with as many bits as fit.
Line fixed_line(double gain, double offset) {
  for (int shift = 30; shift > 0; shift--) {
    const double multiplier = std::round(std::ldexp(gain, shift));
    const double addend = std::round(std::ldexp(offset, shift)) + std::ldexp(0.5, shift);
    const bool fits = std::abs(multiplier) * 32768 + std::abs(addend) < 0x1p31 - 1;
    if (fits) return {static_cast<int64_t>(multiplier), static_cast<int64_t>(addend), shift};
  }
  throw Error(ErrorCode::bad_option, "count scale", "one count is far more than one int8 step");
}

}  // namespace

void use_counts(Graph& graph, const std::vector<float>& scale) {
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) {
    return node.op == "quantize" && node.inputs.size() == 3 && node.inputs[0] == graph.inputs.at(0);
  });
  if (found == graph.nodes.end() || use_count(graph, graph.inputs[0]) != 1) {
    throw Error(ErrorCode::bad_option, "--input counts",
                "the model's input is not normalized and quantized in one step");
  }
  Value& x = graph[graph.inputs[0]];
  const auto channels = static_cast<size_t>(x.shape.back());
  if (scale.size() != 1 && scale.size() != channels) {
    throw Error(ErrorCode::bad_option, "--input counts",
                "has " + std::to_string(scale.size()) + " scales for " + std::to_string(channels) +
                    " channels");
  }
  const Tensor offset = graph[found->inputs[1]].constant, gain = graph[found->inputs[2]].constant;
  const double zero = graph[found->outputs[0]].quant.zero_point[0];
  x.dtype = x.shape.size() == 4 ? DType::u8 : DType::s16;
  x.quant = {std::vector<float>(channels, scale[0]), std::vector<int32_t>(channels, 0),
             static_cast<int>(x.shape.size()) - 1};
  if (scale.size() == channels) x.quant.scale = scale;
  const std::vector<float> scales = x.quant.scale;
  Tensor multipliers, addends, shifts;
  for (size_t c = 0; c < channels; c++) {
    const Line line = fixed_line(gain[c] * double{scales[c]}, zero - offset[c] * gain[c]);
    multipliers.push_back(static_cast<double>(line.multiplier));
    addends.push_back(static_cast<double>(line.addend));
    shifts.push_back(static_cast<double>(line.shift));
  }
  const Shape shape{static_cast<int64_t>(channels)};
  found->op = "quantize_counts";
  found->inputs = {graph.inputs[0],
                   graph.add_constant("count_multiplier", DType::s32, shape, multipliers),
                   graph.add_constant("count_addend", DType::s32, shape, addends),
                   graph.add_constant("count_shift", DType::s32, shape, shifts)};
  infer(graph);
  verify(graph);
}

}  // namespace mote
