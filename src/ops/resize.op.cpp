// SPDX-License-Identifier: Apache-2.0
// y = x stretched along its axes: each element is the nearest of x's, or their
// weighted sum (linear, cubic). Which ones and how much is worked out when the
// library is generated.
#include <algorithm>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/resize_axis.h"
#include "ops/tflite_resize.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kRoi, kScales, kSizes };

bool is_nearest(const Node& node) {
  return node.text("mode", "nearest") == "nearest" &&
         node.text("coordinate_transformation_mode", "") != "tf_crop_and_resize";
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 4);
  const Value& x = input(graph, node, kX);
  if (!is_nearest(node)) check_dtype(graph, node, kX, {DType::f32});
  Shape shape;
  for (const ResizedAxis& axis : resized_axes(graph, node)) shape.push_back(axis.resized);
  set_output(graph, node, x.dtype, shape);
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const std::vector<ResizedAxis> axes = resized_axes(graph, node);
  Tensor y = *in[kX];
  Tensor known(y.size(), 1.0);  // 0 where the extrapolation value stands
  Shape shape = input(graph, node, kX).shape;
  for (size_t a = 0; a < axes.size(); a++) {
    const int64_t inner = steps_of(shape)[a], length = shape[a];
    Tensor next, next_known;
    for (int64_t outer = 0; outer < static_cast<int64_t>(y.size()) / inner / length; outer++) {
      for (int64_t i = 0; i < axes[a].resized * inner; i++) {
        const std::vector<Tap> taps = resize_taps(node, axes[a], i / inner);
        double sum = 0, is_known = taps.empty() ? 0 : 1;
        for (const Tap& tap : taps) {
          const auto from = static_cast<size_t>((outer * length + tap.index) * inner + i % inner);
          sum += tap.weight * y[from];
          is_known = std::min(is_known, known[from]);
        }
        next.push_back(sum);
        next_known.push_back(is_known);
      }
    }
    y = std::move(next);
    known = std::move(next_known);
    shape[a] = axes[a].resized;
  }
  const double otherwise = node.number("extrapolation_value", 0);
  for (size_t i = 0; i < y.size(); i++) y[i] = known[i] == 0 ? otherwise : y[i];
  return {y};
}

KernelCall nearest_call(const Graph& graph, const Node& node) {
  const Value& x = input(graph, node, kX);
  const std::vector<ResizedAxis> axes = resized_axes(graph, node);
  const std::vector<int64_t> steps = steps_of(x.shape);
  Shape counts;
  Tensor offsets;
  for (size_t a = 0; a < axes.size(); a++) {
    if (axes[a].length == 1 && axes[a].resized == 1) continue;
    counts.push_back(axes[a].resized);
    for (int64_t i = 0; i < axes[a].resized; i++) {
      const int64_t from = resize_taps(node, axes[a], i)[0].index;
      offsets.push_back(static_cast<double>(from * steps[a]));
    }
  }
  if (counts.size() > 6) {
    throw Error(ErrorCode::unsupported_type, "", "kernels resize six axes at most");
  }
  offsets.insert(offsets.begin(), 6 - counts.size(), 0);
  counts.insert(counts.begin(), 6 - counts.size(), 1);
  KernelCall c{"select_" + std::string(dtype_name(x.dtype)), {node.inputs[kX]}};
  for (int64_t count : counts) c.arguments.push_back(count);
  c.arguments.insert(c.arguments.end(),
                     {KernelData{"offsets", DType::s32, offsets}, node.outputs[0]});
  return c;
}

// Appends where each element's taps begin, their places (`step` apart) and
// weights.
void append_taps(const Node& node, const ResizedAxis& axis, int64_t step, KernelCall& call) {
  KernelData first{"first", DType::s32, {0}}, place{"place", DType::s32, {}};
  KernelData weight{"weight", DType::f32, {}};
  for (int64_t i = 0; i < axis.resized; i++) {
    for (const Tap& tap : resize_taps(node, axis, i)) {
      place.elements.push_back(static_cast<double>(tap.index * step));
      weight.elements.push_back(tap.weight);
    }
    first.elements.push_back(static_cast<double>(place.elements.size()));
  }
  if (place.elements.empty()) {
    place.elements = weight.elements = {0};
  }
  call.arguments.insert(call.arguments.end(), {first, place, weight});
}

// x as outer x rows x middle x columns x inner, of which rows and columns are
// resized.
KernelCall weighted_call(const Graph& graph, const Node& node) {
  const std::vector<ResizedAxis> axes = resized_axes(graph, node);
  std::vector<ResizedAxis> two;
  int64_t plain[3] = {1, 1, 1};
  for (const ResizedAxis& axis : axes) {
    if (axis.is_plain()) {
      plain[std::min<size_t>(two.size(), 2)] *= axis.length;
    } else {
      two.push_back(axis);
    }
  }
  if (two.size() > 2) {
    throw Error(ErrorCode::unsupported_type, "", "kernels weigh elements along two axes at most");
  }
  if (two.empty()) two.push_back({});
  if (two.size() == 1) {
    two.push_back({});
    plain[2] *= plain[1];
    plain[1] = 1;
    std::swap(two[0], two[1]);
    plain[1] = plain[0];
    plain[0] = 1;
  }
  const int64_t column_step = plain[2], row_step = two[1].length * plain[2] * plain[1];
  KernelCall c{"resize_f32",
               {node.inputs[kX], plain[0], two[0].length * row_step, two[0].resized, plain[1],
                two[1].length * plain[2], two[1].resized, plain[2]}};
  append_taps(node, two[0], row_step, c);
  append_taps(node, two[1], column_step, c);
  c.arguments.push_back(static_cast<float>(node.number("extrapolation_value", 0)));
  c.arguments.push_back(node.outputs[0]);
  return c;
}

KernelCall call(const Graph& graph, const Node& node) {
  return is_nearest(node) ? nearest_call(graph, node) : weighted_call(graph, node);
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (const char* mode : {"nearest", "linear", "cubic"}) {
    for (const char* place : {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel",
                              "align_corners", "asymmetric", "tf_crop_and_resize"}) {
      for (const Tensor& scales : {Tensor{1.7f, 0.6f}, Tensor{1, 2}}) {
        graphs.push_back(Sample("resize")
                             .input(DType::f32, {2, 5, 7, 2})
                             .constant(DType::f32, {4}, Tensor{0, 0.25, 1, 1.25})
                             .constant(DType::f32, {2}, scales)
                             .attr("axes", std::vector<int64_t>{1, 2})
                             .attr("mode", std::string(mode))
                             .attr("coordinate_transformation_mode", std::string(place))
                             .attr("extrapolation_value", 1.5)
                             .attr("antialias", int64_t{scales[0] == 1 ? 0 : 1})
                             .attr("exclude_outside", int64_t{scales[0] == 1 ? 1 : 0})
                             .output());
      }
    }
  }
  for (const char* nearest : {"floor", "ceil", "round_prefer_ceil", "round_prefer_floor"}) {
    graphs.push_back(Sample("resize")
                         .input(DType::s8, {1, 2, 5, 7}, sample_quant(DType::s8))
                         .absent()
                         .absent()
                         .constant(DType::s64, {4}, Tensor{1, 2, 4, 9})
                         .attr("nearest_mode", std::string(nearest))
                         .output(sample_quant(DType::s8)));
  }
  graphs.push_back(Sample("resize")
                       .input(DType::u8, {3, 4})
                       .absent()
                       .absent()
                       .constant(DType::s64, {2}, Tensor{7, 9})
                       .attr("keep_aspect_ratio_policy", std::string("not_larger"))
                       .output());
  return graphs;
}

}  // namespace

extern const OpDef op_resize = {
    .name = "resize",
    .onnx_name = "Resize",
    .tflite_names = "RESIZE_NEAREST_NEIGHBOR",
    .from_tflite = [](Graph& graph, const Node& node,
                      std::vector<Node>& nodes) { resize_from_tflite(graph, node, false, nodes); },
    .infer = infer,
    .reference = reference,
    .call = call,
    .tolerance = 3e-6,
    .quantizable = [](const Graph&, const Node& node) { return is_nearest(node); },
    .keeps_quant = true,
    .constant_operands = 0b1110,
    .samples = samples,
};

}  // namespace mote
