// SPDX-License-Identifier: Apache-2.0
#include "emit/example.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace mote {
namespace {

// The largest magnitude that the first quantization takes.
double first_reach(const Graph& graph) {
  for (const Node& node : graph.nodes) {
    if (node.op != "quantize") continue;
    const double reach = 127 * double{graph[node.outputs[0]].quant.scale[0]};
    if (node.inputs.size() < 3) return reach;
    Tensor reaches;
    const Tensor& offset = graph[node.inputs[1]].constant;
    const Tensor& gain = graph[node.inputs[2]].constant;
    for (size_t c = 0; c < gain.size(); c++) {
      reaches.push_back(std::abs(offset[c]) + 100 / std::max(std::abs(gain[c]), 1e-6));
    }
    std::sort(reaches.begin(), reaches.end());
    return reaches[reaches.size() / 2];
  }
  return 4;
}

double power_of_two(double about) {
  return std::exp2(std::clamp(std::round(std::log2(about)), -60.0, 60.0));
}

InputPattern pattern_within(DType dtype, double low, double high) {
  if (dtype != DType::f32) {
    return {static_cast<int>(std::min(high - low + 1, 256.0)), static_cast<int64_t>(low), 1};
  }
  const double step = power_of_two((high - low) / 360);  // rounds up by at most sqrt 2
  const auto first = static_cast<int64_t>(std::ceil(low / step));
  const auto last = static_cast<int64_t>(std::floor(high / step));
  return {static_cast<int>(std::min<int64_t>(last - first + 1, 256)), first, step};
}

}  // namespace

InputPattern input_pattern(const Graph& graph, size_t i) {
  const DType dtype = graph[graph.inputs[i]].dtype;
  const auto range = graph.meta.find(fmt::format("range_{}", i));
  if (range != graph.meta.end()) {
    std::istringstream words(range->second);
    double low = 0, high = 0;
    if (words >> low >> high && low <= high) return pattern_within(dtype, low, high);
  }
  if (dtype == DType::f32) return {256, -128, power_of_two(first_reach(graph) / 128)};
  if (dtype == DType::b8) return {2, 0, 1};
  return {256, dtype_npy_kind(dtype) == 'u' ? 0 : -128, 1};
}

Tensor example_input(const Graph& graph, size_t i) {
  const InputPattern pattern = input_pattern(graph, i);
  Tensor tensor;
  for (int64_t j = 0; j < element_count(graph[graph.inputs[i]].shape); j++) {
    const int byte = example_byte(j + kExampleOffset * static_cast<int64_t>(i));
    tensor.push_back(static_cast<double>(byte % pattern.span + pattern.offset) * pattern.step);
  }
  return tensor;
}

}  // namespace mote
