// SPDX-License-Identifier: Apache-2.0
// A layer whose weights are products of one filter over features and one over time (SVDF):
//   memory[f] moves back by one, then memory[f, last] = sum_i features[f, i] * x[i]
//   y[u] = activation(bias[u] + sum_{f of u} sum_t time[f, t] * memory[f, t])
// Unit u has `rank` filters f. x 1 x I, features F x I, time F x T, bias F / rank, memory 1 x (F *
// T). On integers x, y and features are int8, time and memory int16 (or int8), as in TFLite.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/fixed_point.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kFeatures, kTime, kBias, kMemory };

struct Extents {
  size_t inputs, filters, steps, rank, units;
};

Extents extents(const Graph& graph, const Node& node) {
  const Shape& features = input(graph, node, kFeatures).shape;
  const Shape& time = input(graph, node, kTime).shape;
  const int64_t rank = node.integer("rank", 1);
  const bool fit = features.size() == 2 && time.size() == 2 && time[0] == features[0] &&
                   features[0] > 0 && time[1] > 0 && rank > 0 && features[0] % rank == 0;
  if (!fit) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("filters {} and {} of rank {} do not fit together", to_string(features),
                            to_string(time), rank));
  }
  const auto size = [](int64_t n) { return static_cast<size_t>(n); };
  return {size(features[1]), size(features[0]), size(time[1]), size(rank),
          size(features[0] / rank)};
}

const Value& memory_of(const Graph& graph, const Node& node) {
  return output(graph, node, 1);
}

// x * features -> memory, memory * time -> y. TFLite multiplies scales in float.
FixedPoint into_memory(const Graph& graph, const Node& node) {
  return fixed_point(
      double{input(graph, node, kX).quant.scale[0] * input(graph, node, kFeatures).quant.scale[0] /
             memory_of(graph, node).quant.scale[0]});
}

FixedPoint into_output(const Graph& graph, const Node& node) {
  return fixed_point(
      double{memory_of(graph, node).quant.scale[0] * input(graph, node, kTime).quant.scale[0] /
             output(graph, node).quant.scale[0]});
}

// Proves that no sum leaves 32 bits.
void check_sums(const Graph& graph, const Node& node, const Extents& e) {
  const auto check = [](double bound, FixedPoint by) {
    if (std::ldexp(bound, std::max(by.shift, 0)) < 0x1p31) return;
    throw Error(ErrorCode::unsupported_type, "", "its sums may leave 32 bits");
  };
  const Tensor& features = input(graph, node, kFeatures).constant;
  const Tensor& time = input(graph, node, kTime).constant;
  const double span = std::ldexp(1.0, 8 * dtype_bytes(memory_of(graph, node).dtype));
  const bool is_wide = span > 256;
  for (size_t f = 0; f < e.filters; f++) {
    double sum = 0;
    for (size_t i = 0; i < e.inputs; i++) sum += 255 * std::abs(features[f * e.inputs + i]);
    check(sum, into_memory(graph, node));
  }
  for (size_t u = 0; u < e.units; u++) {
    double sum = std::abs(input(graph, node, kBias).constant[u]);
    const size_t count = e.rank * e.steps;
    for (size_t i = 0; i < count; i++) {
      sum += (is_wide ? span / 2 : span - 1) * std::abs(time[u * count + i]);
    }
    check(sum, into_output(graph, node));
  }
}

void check_integers(const Graph& graph, const Node& node) {
  for (size_t i : {kFeatures, kTime, kBias}) check_constant(graph, node, i);
  check_dtype(graph, node, kFeatures, {DType::s8});
  check_dtype(graph, node, kTime, {DType::s16, DType::s8});
  check_dtype(graph, node, kBias, {DType::s32});
  const Value& y = output(graph, node);
  const Value& next = memory_of(graph, node);
  for (const Value* value : {&input(graph, node, kX), &input(graph, node, kFeatures),
                             &input(graph, node, kTime), &next, &y}) {
    if (value->quant.scale.size() == 1) continue;
    throw Error(ErrorCode::bad_model, "", "'" + value->name + "' needs one scale and zero point");
  }
  if (node.has_input(kMemory)) check_dtype(graph, node, kMemory, {input(graph, node, kTime).dtype});
  const bool is_centered =
      input(graph, node, kFeatures).quant.zero_point[0] == 0 &&
      input(graph, node, kTime).quant.zero_point[0] == 0 &&
      (input(graph, node, kTime).dtype == DType::s8 || next.quant.zero_point[0] == 0);
  if (!is_centered) {
    throw Error(ErrorCode::unsupported_type, "", "weights and memory must have zero point 0");
  }
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 4, 5);
  if (node.outputs.size() != 2) throw Error(ErrorCode::bad_model, "", "expected two outputs");
  check_dtype(graph, node, kX, {DType::f32, DType::s8});
  const Extents e = extents(graph, node);
  const Value& x = input(graph, node, kX);
  const auto size = [](size_t n) { return static_cast<int64_t>(n); };
  if (x.shape != Shape{1, size(e.inputs)}) {
    fail_operand(graph, node, kX, fmt::format("1x{}", e.inputs));
  }
  if (input(graph, node, kBias).shape != Shape{size(e.units)}) {
    fail_operand(graph, node, kBias, fmt::format("{}", e.units));
  }
  const Shape memory{1, size(e.filters * e.steps)};
  if (node.has_input(kMemory) && input(graph, node, kMemory).shape != memory) {
    fail_operand(graph, node, kMemory, to_string(memory));
  }
  const DType dtype = x.dtype;
  if (dtype == DType::s8) {
    check_integers(graph, node);
  } else {
    for (size_t i : {kFeatures, kTime, kBias}) check_dtype(graph, node, i, {DType::f32});
  }
  set_output(graph, node, dtype, {1, size(e.units)});
  set_output(graph, node, input(graph, node, kTime).dtype, memory, 1);
  if (dtype == DType::s8) check_sums(graph, node, e);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Extents e = extents(graph, node);
  const bool integer = is_quantized(input(graph, node, kX));
  const Value& next = memory_of(graph, node);
  const double x_zero = integer ? input(graph, node, kX).quant.zero_point[0] : 0;
  const double memory_zero = integer ? next.quant.zero_point[0] : 0;
  const Clamp range = dtype_range(next.dtype), clamp = output_clamp(node, output(graph, node));
  Tensor memory = node.has_input(kMemory) ? *in[kMemory] : Tensor(e.filters * e.steps, memory_zero);
  Tensor y = *in[kBias];
  for (size_t f = 0; f < e.filters; f++) {
    double* line = memory.data() + f * e.steps;
    std::copy(line + 1, line + e.steps, line);
    double sum = 0;
    for (size_t i = 0; i < e.inputs; i++) {
      sum += (*in[kFeatures])[f * e.inputs + i] * ((*in[kX])[i] - x_zero);
    }
    if (integer) {
      sum = rescale(static_cast<int64_t>(sum), into_memory(graph, node)) + memory_zero;
      sum = std::clamp(sum, range.low, range.high);
    }
    line[e.steps - 1] = sum;
    for (size_t t = 0; t < e.steps; t++) {
      y[f / e.rank] += (*in[kTime])[f * e.steps + t] * (line[t] - memory_zero);
    }
  }
  for (double& element : y) {
    if (integer) {
      element = rescale(static_cast<int64_t>(element), into_output(graph, node)) +
                output(graph, node).quant.zero_point[0];
    }
    element = std::clamp(element, clamp.low, clamp.high);
  }
  return {y, memory};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Extents e = extents(graph, node);
  for (size_t i : {kFeatures, kTime, kBias}) check_constant(graph, node, i);
  const Value& x = input(graph, node, kX);
  const Value& y = output(graph, node);
  const Value& next = memory_of(graph, node);
  const bool integer = is_quantized(x);
  const auto data = [&](size_t i, const char* name) {
    const Value& value = input(graph, node, i);
    return KernelData{name, value.dtype, value.constant};
  };
  KernelCall c{
      integer ? "svdf_s8_" + std::string(dtype_name(next.dtype)) : "svdf_f32",
      {node.inputs[kX], data(kFeatures, "features"), data(kTime, "time"), data(kBias, "bias")}};
  for (size_t n : {e.inputs, e.filters, e.steps, e.rank}) {
    c.arguments.push_back(static_cast<int64_t>(n));
  }
  const Clamp clamp = output_clamp(node, y);
  if (integer) {
    const FixedPoint in = into_memory(graph, node), out = into_output(graph, node);
    const Clamp range = dtype_range(next.dtype);
    for (int64_t n : {int64_t{x.quant.zero_point[0]}, int64_t{next.quant.zero_point[0]},
                      int64_t{y.quant.zero_point[0]}, int64_t{in.multiplier}, int64_t{in.shift},
                      int64_t{out.multiplier}, int64_t{out.shift}, static_cast<int64_t>(range.low),
                      static_cast<int64_t>(range.high)}) {
      c.arguments.push_back(n);
    }
  }
  for (double bound : {clamp.low, clamp.high}) c.arguments.push_back(scalar(y.dtype, bound));
  c.arguments.push_back(node.outputs[0]);
  c.arguments.push_back(node.outputs[1]);
  return c;
}

int64_t macs(const Graph& graph, const Node& node) {
  return element_count(input(graph, node, kFeatures).shape) +
         element_count(input(graph, node, kTime).shape);
}

// TFLite's memory is a variable tensor; what it becomes is a new value.
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 5, 5);
  const ValueId before = node.inputs[kMemory];
  const auto found = std::find_if(graph.states.begin(), graph.states.end(),
                                  [&](const State& state) { return state.before == before; });
  if (found == graph.states.end() || found->after != before) {
    fail_operand(graph, node, kMemory, "a variable tensor of its own");
  }
  Value after = graph[before];
  after.name = graph.fresh_name(after.name + "_next");
  const ValueId next = graph.add(std::move(after));
  found->after = next;
  Node layer{node.name, "svdf", node.inputs, {node.outputs[0], next}};
  layer.attrs = {{"rank", node.integer("rank", 1)},
                 {"activation", node.text("activation", "none")}};
  if (!node.has_input(kBias)) {
    const bool integer = is_quantized(input(graph, node, kX));
    const Extents e = extents(graph, node);
    layer.inputs[kBias] = graph.add_constant(node.name + "/bias", integer ? DType::s32 : DType::f32,
                                             {static_cast<int64_t>(e.units)}, Tensor(e.units, 0.0));
  }
  nodes.push_back(layer);
}

// The meaning in ONNX's operators.
constexpr std::string_view kFunction = R"(SVDF <rank> (x, features, time, bias, memory) => (y, next)
{
  turned = Transpose <perm = [1, 0]> (features)
  sums = MatMul (x, turned)
  column = Transpose <perm = [1, 0]> (sums)
  extents = Shape (time)
  held = Sum (memory)
  lines = Reshape (held, extents)
  one = Constant <value_ints = [1]> ()
  most = Constant <value_ints = [2147483647]> ()
  kept = Slice (lines, one, most, one)
  moved = Concat <axis = 1> (kept, column)
  flat = Constant <value_ints = [1, -1]> ()
  joined = Reshape (moved, flat)
  next = Sum (joined)
  products = Mul (moved, time)
  filters = ReduceSum <keepdims = 0> (products, one)
  rank_of = Constant <value_int: int = @rank> ()
  zero = Constant <value_ints = [0]> ()
  rank_list = Unsqueeze (rank_of, zero)
  rest = Constant <value_ints = [-1]> ()
  grouped_shape = Concat <axis = 0> (rest, rank_list)
  grouped = Reshape (filters, grouped_shape)
  units = ReduceSum <keepdims = 0> (grouped, one)
  biased = Add (units, bias)
  y = Reshape (biased, flat)
})";

std::vector<Graph> samples() {
  struct Case {
    int64_t inputs, units, rank, steps;
    const char* activation;
  };
  const Case cases[] = {{1, 1, 1, 1, "none"}, {7, 3, 2, 5, "relu"}, {16, 5, 1, 9, "none"}};
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    const int64_t filters = c.units * c.rank;
    const Shape features{filters, c.inputs}, time{filters, c.steps}, memory{1, filters * c.steps};
    graphs.push_back(Sample("svdf")
                         .input(DType::f32, {1, c.inputs})
                         .constant(DType::f32, features, -1, 1)
                         .constant(DType::f32, time, -1, 1)
                         .constant(DType::f32, {c.units}, -1, 1)
                         .input(DType::f32, memory)
                         .attr("rank", c.rank)
                         .attr("activation", std::string(c.activation))
                         .outputs({{}, {}}));
    for (DType dtype : {DType::s8, DType::s16}) {
      const bool wide = dtype == DType::s16;
      const Quant of_memory = wide ? quant_of(0.002f, 0) : quant_of(0.5f, 3);
      graphs.push_back(
          Sample("svdf")
              .input(DType::s8, {1, c.inputs}, quant_of(0.05f, 5))
              .constant(DType::s8, features, -127, 127, quant_of(0.01f, 0))
              .constant(dtype, time, wide ? -900 : -127, wide ? 900 : 127,
                        quant_of(wide ? 0.001f : 0.01f, 0))
              .constant(DType::s32, {c.units}, -999, 999, quant_of(wide ? 2e-6f : 5e-3f, 0))
              .input(dtype, memory, of_memory)
              .attr("rank", c.rank)
              .attr("activation", std::string(c.activation))
              .outputs({quant_of(wide ? 0.2f : 6.5f, -9), of_memory}));
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_svdf = {
    .name = "svdf",
    .onnx_name = "SVDF",
    .tflite_names = "SVDF",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .tolerance = 2e-6,
    .quantizable = [](const Graph& graph,
                      const Node& node) { return input(graph, node, 0).dtype != DType::f32; },
    .takes_activation = true,
    .state_operand = kMemory,
    .onnx_function = kFunction,
    .samples = samples,
};

}  // namespace mote
