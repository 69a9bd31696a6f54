// SPDX-License-Identifier: Apache-2.0
// A golden example inside the library: pseudo-random input made on the spot, outputs computed by
// the reference when the library was generated.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "emit/c_text.h"
#include "emit/library_parts.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

constexpr int64_t kWalkOffset = 101;  // between the walks of two inputs

// Walks all 256 int8 values in a scrambled order that changes from one walk to the next; the C code
// below does the same.
int32_t walk(int64_t i) {
  return static_cast<uint8_t>(i * 73 + 11 + (i >> 8) * 29) - 128;
}

// Real inputs are bytes times a power of two that spans what the first quantization takes.
double input_step(const Plan& plan) {
  double reach = 4;
  for (const Node& node : plan.graph.nodes) {
    if (node.op != "quantize") continue;
    reach = 127 * double{plan.graph[node.outputs[0]].quant.scale[0]};
    if (node.inputs.size() < 3) break;
    Tensor reaches;
    const Tensor& offset = plan.graph[node.inputs[1]].constant;
    const Tensor& gain = plan.graph[node.inputs[2]].constant;
    for (size_t c = 0; c < gain.size(); c++) {
      reaches.push_back(std::abs(offset[c]) + 100 / std::max(std::abs(gain[c]), 1e-6));
    }
    std::sort(reaches.begin(), reaches.end());
    reach = reaches[reaches.size() / 2];
    break;
  }
  return std::exp2(std::clamp(std::round(std::log2(reach / 128)), -60.0, 60.0));
}

struct Example {
  std::vector<Tensor> inputs, outputs;
  double step;
};

Example make_example(const LibraryContext& context) {
  Example example{{}, {}, input_step(context.plan)};
  for (size_t i = 0; i < context.input_count(); i++) {
    const Value& value = context.input(i);
    Tensor tensor;
    for (int64_t j = 0; j < element_count(value.shape); j++) {
      tensor.push_back(walk(j + kWalkOffset * static_cast<int64_t>(i)) *
                       (value.dtype == DType::f32 ? example.step : 1.0));
    }
    example.inputs.push_back(tensor);
  }
  example.outputs = evaluate(context.plan.graph, example.inputs);
  return example;
}

std::string fill_input(const LibraryContext& context, size_t i, double step) {
  const Value& value = context.input(i);
  const std::string name = context.input_name(i);
  std::string text;
  if (i == 0) {
    text = fmt::format("    {} *{} = {}_input(memory);\n", dtype_c_type(value.dtype), name,
                       context.name);
  } else {
    text = fmt::format("    static {} {}[{}];\n", dtype_c_type(value.dtype), name,
                       element_count(value.shape));
  }
  const std::string factor =
      value.dtype == DType::f32 ? " * " + c_literal(static_cast<float>(step)) : "";
  return text + fmt::format(
                    "    for (int32_t i = 0; i < {}; i++) {{\n"
                    "        const int32_t at = i + {};\n"
                    "        {}[i] = ({})((uint8_t)(at * 73 + 11 + (at >> 8) * 29) - 128){};\n"
                    "    }}\n",
                    element_count(value.shape), kWalkOffset * static_cast<int64_t>(i), name,
                    dtype_c_type(value.dtype), factor);
}

// Relative to the largest output; errors of one layer are magnified by those behind it.
double tolerance(const Graph& graph) {
  double sum = 0;
  for (const Node& node : graph.nodes) sum += op_of(node).tolerance;
  return graph.nodes.size() == 1 ? sum : 10 * sum;
}

std::string check_output(const LibraryContext& context, size_t i, const Tensor& golden) {
  const Value& value = context.output(i);
  const std::string name = context.output_name(i);
  std::string wrong = fmt::format("{0}[i] != MOTE_READ_S8({1}_golden_{0} + i)", name, context.name);
  if (value.dtype == DType::f32) {
    double largest = 0;
    for (double element : golden) largest = std::max(largest, std::abs(element));
    const std::string bound =
        c_literal(static_cast<float>(largest * tolerance(context.plan.graph) + 1e-30));
    wrong = fmt::format(
        "{0}[i] > MOTE_READ_F32({1}_golden_{0} + i) + {2} ||\n"
        "            {0}[i] < MOTE_READ_F32({1}_golden_{0} + i) - {2}",
        name, context.name, bound);
  }
  return fmt::format(
      "    for (int32_t i = 0; i < {}; i++) {{\n        if ({}) {{\n"
      "            return i + 1;\n        }}\n    }}\n",
      element_count(value.shape), wrong);
}

}  // namespace

std::string library_selftest(const LibraryContext& context) {
  const Example example = make_example(context);
  std::string golden, declarations, fill, call, check;
  for (size_t i = 0; i < context.output_count(); i++) {
    const Value& value = context.output(i);
    golden += c_array(context.name + "_golden_" + context.output_name(i), value.dtype,
                      example.outputs[i]) +
              "\n";
    declarations += fmt::format("    {} {}[{}];\n", dtype_c_type(value.dtype),
                                context.output_name(i), element_count(value.shape));
    check += check_output(context, i, example.outputs[i]);
  }
  for (size_t i = 0; i < context.input_count(); i++) {
    fill += fill_input(context, i, example.step);
    call += ", " + context.input_name(i);
  }
  for (size_t i = 0; i < context.output_count(); i++) call += ", " + context.output_name(i);
  return fmt::format(
      R"(/* SPDX-License-Identifier: Apache-2.0 */
/* {name}: a golden example. Generated by mote. */
#include "{name}.h"

#include "{name}_internal/rom.h"

{golden}int32_t {name}_selftest({name}_memory *memory)
{{
{declarations}{fill}    {name}_run(memory{call});
{check}    return 0;
}}
)",
      fmt::arg("name", context.name), fmt::arg("golden", golden),
      fmt::arg("declarations", declarations), fmt::arg("fill", fill), fmt::arg("call", call),
      fmt::arg("check", check));
}

}  // namespace mote
