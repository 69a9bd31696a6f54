// SPDX-License-Identifier: Apache-2.0
// y = x with `pads` elements more before and after each of `axes`, fewer when
// negative. They repeat x (modes edge, reflect, symmetric, wrap) or are `value`
// (mode constant), a real number for integers that stand for real numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/padding.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kPads, kValue, kAxes };

std::vector<PaddedAxis> padded_axes(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, kX).shape;
  std::vector<int64_t> all(shape.size());
  std::iota(all.begin(), all.end(), 0);
  const auto axes = checked_axes(node, known_integers(graph, node, kAxes, all), shape.size());
  const std::vector<int64_t> pads = known_integers(graph, node, kPads);
  if (pads.size() != 2 * axes.size()) fail_operand(graph, node, kPads, "two entries an axis");
  std::vector<PaddedAxis> result;
  for (int64_t extent : shape) result.push_back({extent});
  for (size_t i = 0; i < axes.size(); i++) {
    PaddedAxis& axis = result[axes[i]];
    axis.before = pads[i];
    axis.after = pads[axes.size() + i];
    if (axis.padded() < 0 || axis.padded() > int64_t{1} << 31) {
      throw Error(ErrorCode::bad_model, "",
                  fmt::format("{} elements cannot become {}", axis.length, axis.padded()));
    }
  }
  return result;
}

std::string mode_of(const Node& node) {
  return node.text("mode", "constant");
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 2, 4);
  const Value& x = input(graph, node, kX);
  const std::string mode = mode_of(node);
  const bool is_constant = mode == "constant";
  if (!is_constant && mode != "edge" && mode != "reflect" && mode != "symmetric" &&
      mode != "wrap") {
    throw Error(ErrorCode::bad_model, "", "unknown mode '" + mode + "'");
  }
  if (node.has_input(kValue)) {
    check_constant(graph, node, kValue);
    check_dtype(graph, node, kValue, {is_quantized(x) ? DType::f32 : x.dtype});
    if (element_count(input(graph, node, kValue).shape) != 1) {
      fail_operand(graph, node, kValue, "one number");
    }
  }
  Shape shape;
  for (const PaddedAxis& axis : padded_axes(graph, node)) {
    if (axis.length == 0 && !is_constant) fail_operand(graph, node, kX, "elements to repeat");
    shape.push_back(axis.padded());
  }
  set_output(graph, node, x.dtype, shape);
}

// The same elements around axes that have other places.
bool turn(Graph& graph, Node& node, const std::vector<int64_t>& perm) {
  const std::vector<PaddedAxis> axes = padded_axes(graph, node);
  if (axes.size() != perm.size()) return false;
  Tensor pads(2 * perm.size());
  for (size_t i = 0; i < perm.size(); i++) {
    pads[static_cast<size_t>(perm[i])] = static_cast<double>(axes[i].before);
    pads[perm.size() + static_cast<size_t>(perm[i])] = static_cast<double>(axes[i].after);
  }
  const auto count = static_cast<int64_t>(pads.size());
  node.inputs[kPads] = graph.add_constant(node.name + "_pads", DType::s64, {count}, pads);
  if (node.inputs.size() > kAxes) node.inputs.resize(kAxes);
  return true;
}

// In stored numbers.
double value_of(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const double real = node.has_input(kValue) ? input(graph, node, kValue).constant[0] : 0;
  if (!is_quantized(x)) return real;
  const Clamp range = dtype_range(x.dtype);
  return std::clamp(std::round(real / double{x.quant.scale[0]}) + x.quant.zero_point[0], range.low,
                    range.high);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const std::vector<PaddedAxis> axes = padded_axes(graph, node);
  const std::vector<int64_t> steps = steps_of(input(graph, node, kX).shape);
  Tensor y;
  for (int64_t element = 0; element < element_count(output(graph, node).shape); element++) {
    int64_t rest = element, from = 0;
    bool is_outside = false;
    for (size_t i = axes.size(); i-- > 0;) {
      const int64_t shown = shown_element(axes[i], mode_of(node), rest % axes[i].padded());
      rest /= axes[i].padded();
      is_outside |= shown < 0;
      from += shown * steps[i];
    }
    y.push_back(is_outside ? value_of(graph, node) : (*in[kX])[static_cast<size_t>(from)]);
  }
  return {y};
}

// The part of x that stays, and where it goes.
KernelCall constant_call(const Graph& graph, const Node& node) {
  const Shape& whole = output(graph, node).shape;
  const std::vector<int64_t> x_steps = steps_of(input(graph, node, kX).shape);
  const std::vector<int64_t> y_steps = steps_of(whole);
  View from, to;
  for (size_t i = 0; const PaddedAxis& axis : padded_axes(graph, node)) {
    const int64_t begin = std::max<int64_t>(-axis.before, 0);
    const int64_t end = std::min(axis.length, axis.length + axis.after);
    from.shape.push_back(std::max<int64_t>(end - begin, 0));
    from.first += begin * x_steps[i];
    to.first += std::max<int64_t>(axis.before, 0) * y_steps[i];
    from.steps.push_back(x_steps[i]);
    to.steps.push_back(y_steps[i]);
    const bool is_whole = i > 0 && axis.padded() == axis.length && axis.before == 0;
    i++;
    const size_t last = from.shape.size() - 1;
    if (!is_whole) continue;
    from.shape[last - 1] *= from.shape[last];
    for (View* view : {&from, &to}) {
      view->steps[last - 1] = view->steps[last];
      view->steps.pop_back();
    }
    from.shape.pop_back();
  }
  if (from.shape.size() > 6) {
    throw Error(ErrorCode::unsupported_type, "", "kernels pad six axes at most");
  }
  const auto append = [](KernelCall& c, std::vector<int64_t> list, int64_t filler) {
    list.insert(list.begin(), 6 - list.size(), filler);
    for (int64_t entry : list) c.arguments.push_back(entry);
  };
  const DType dtype = input(graph, node, kX).dtype;
  KernelCall c{"pad_" + std::string(dtype_name(dtype)), {node.inputs[kX], from.first, to.first}};
  append(c, from.shape, 1);
  append(c, from.steps, 0);
  append(c, to.steps, 0);
  c.arguments.insert(c.arguments.end(),
                     {element_count(whole), scalar(dtype, value_of(graph, node)), node.outputs[0]});
  return c;
}

KernelCall call(const Graph& graph, const Node& node) {
  const std::string mode = mode_of(node);
  if (mode == "constant") return constant_call(graph, node);
  const Value& x = input(graph, node, kX);
  const std::vector<int64_t> steps = steps_of(x.shape);
  std::vector<int64_t> counts;
  Tensor offsets;
  for (size_t i = 0; const PaddedAxis& axis : padded_axes(graph, node)) {
    const int64_t step = steps[i++];
    if (axis.padded() == 1 && axis.length == 1) continue;
    counts.push_back(axis.padded());
    for (int64_t at = 0; at < axis.padded(); at++) {
      offsets.push_back(static_cast<double>(shown_element(axis, mode, at) * step));
    }
  }
  if (counts.size() > 6) {
    throw Error(ErrorCode::unsupported_type, "", "kernels pad six axes at most");
  }
  offsets.insert(offsets.begin(), 6 - counts.size(), 0);
  counts.insert(counts.begin(), 6 - counts.size(), 1);
  KernelCall c{"select_" + std::string(dtype_name(x.dtype)), {node.inputs[kX]}};
  for (int64_t count : counts) c.arguments.push_back(count);
  c.arguments.insert(c.arguments.end(),
                     {KernelData{"offsets", DType::s32, offsets}, node.outputs[0]});
  return c;
}

// TFLite lists (before, after) by axis; MIRROR_PAD mirrors about the last
// element (0) or edge (1).
void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  check_input_count(node, 2, 3);
  check_constant(graph, node, 1);
  const Value x = input(graph, node, 0);  // a copy: values move when some are added
  const Tensor listed = input(graph, node, 1).constant;
  std::vector<int64_t> pads;
  for (size_t end : {0u, 1u}) {
    for (size_t i = end; i < listed.size(); i += 2) {
      if (std::isnan(listed[i])) fail_operand(graph, node, 1, "integers");
      pads.push_back(static_cast<int64_t>(std::clamp(listed[i], -0x1p31, 0x1p31)));
    }
  }
  Node padded{node.name, "pad", {node.inputs[0]}, node.outputs};
  padded.inputs.push_back(integers_constant(graph, node, "pads", pads));
  if (node.attrs.contains("mode")) {
    const Attr& mode = node.attrs.at("mode");
    const bool is_symmetric = mode == Attr(int64_t{1}) || mode == Attr(std::string("SYMMETRIC"));
    padded.attrs["mode"] = std::string(is_symmetric ? "symmetric" : "reflect");
  }
  if (node.has_input(2)) {
    check_constant(graph, node, 2);
    const Value value = input(graph, node, 2);
    if (is_quantized(x) && is_quantized(value) && value.constant.size() == 1) {
      const double steps = value.constant[0] - value.quant.zero_point[0];
      padded.inputs.push_back(graph.add_constant(node.name + "_value", DType::f32, {},
                                                 {steps * double{value.quant.scale[0]}}));
    } else {
      const Shape one = value.constant.size() == 1 ? Shape{} : value.shape;
      padded.inputs.push_back(graph.add_constant(graph.fresh_name(node.name + "_value"),
                                                 value.dtype, one, value.constant));
    }
  }
  nodes.push_back(padded);
}

std::vector<Graph> samples() {
  struct Case {
    Shape x;
    Tensor pads;
  };
  const Case cases[] = {{{7}, {2, 3}},
                        {{3, 5}, {0, 2, 1, -1}},
                        {{1, 3, 2, 5}, {0, 0, 1, 2, 0, 0, 1, 3}},
                        {{4, 1, 3}, {-1, 1, 2, 3, 0, 0}},
                        {{2, 3, 2, 2, 3, 2}, {1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0}}};
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    for (const char* mode : {"constant", "edge", "reflect", "symmetric", "wrap"}) {
      for (DType dtype : {DType::f32, DType::s8}) {
        const Shape count{static_cast<int64_t>(c.pads.size())};
        graphs.push_back(Sample("pad")
                             .input(dtype, c.x, sample_quant(dtype))
                             .constant(DType::s64, count, c.pads)
                             .constant(DType::f32, {}, Tensor{1.5})
                             .attr("mode", std::string(mode))
                             .output(sample_quant(dtype)));
      }
    }
  }
  for (DType dtype : {DType::s16, DType::s64, DType::b8}) {
    graphs.push_back(Sample("pad")
                         .input(dtype, {3, 4})
                         .constant(DType::s64, {2}, Tensor{1, 1})
                         .absent()
                         .constant(DType::s64, {1}, Tensor{-1})
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_pad = {
    .name = "pad",
    .onnx_name = "Pad",
    .tflite_names = "PAD PADV2 MIRROR_PAD",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 0,
    .quantizable = moves_any_type,
    .keeps_quant = true,
    .turn = turn,
    .constant_operands = 0b1110,
    .samples = samples,
};

}  // namespace mote
