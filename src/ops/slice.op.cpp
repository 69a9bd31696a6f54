// SPDX-License-Identifier: Apache-2.0
// y = every `step`th element of x from `start` to before `end` along each of
// `axes`; all counted from the end when negative.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/tflite_slice.h"
#include "ops/view.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kStarts, kEnds, kAxes, kSteps };

struct Cut {
  int64_t start, count, step;
};

Cut cut(int64_t extent, int64_t start, int64_t end, int64_t step) {
  step = std::clamp(step, -extent - 1, extent + 1);
  const int64_t lowest = step > 0 ? 0 : -1, highest = step > 0 ? extent : extent - 1;
  const auto place = [&](int64_t at) {
    return std::clamp(at < 0 ? at + extent : at, lowest, highest);
  };
  const int64_t first = std::max<int64_t>(place(start), 0);
  const int64_t length = step > 0 ? place(end) - first : first - place(end);
  if (extent == 0 || length <= 0) return {0, 0, 1};
  return {first, (length - 1) / std::abs(step) + 1, step};
}

View view_of(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, kX).shape;
  const auto starts = known_integers(graph, node, kStarts);
  const auto ends = known_integers(graph, node, kEnds);
  std::vector<int64_t> all(starts.size());
  std::iota(all.begin(), all.end(), 0);
  const auto axes = checked_axes(node, known_integers(graph, node, kAxes, all), shape.size());
  const auto steps = known_integers(graph, node, kSteps, std::vector<int64_t>(starts.size(), 1));
  if (ends.size() != starts.size() || axes.size() != starts.size() ||
      steps.size() != starts.size()) {
    throw Error(ErrorCode::bad_model, "",
                fmt::format("{} starts, {} ends, {} axes and {} steps differ in number",
                            starts.size(), ends.size(), axes.size(), steps.size()));
  }
  View view{shape, steps_of(shape)};
  for (size_t i = 0; i < axes.size(); i++) {
    if (steps[i] == 0) throw Error(ErrorCode::bad_model, "", "a step of 0 leads nowhere");
    const Cut along = cut(shape[axes[i]], starts[i], ends[i], steps[i]);
    view.first += along.start * view.steps[axes[i]];
    view.shape[axes[i]] = along.count;
    view.steps[axes[i]] *= along.step;
  }
  return view;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 3, 5);
  set_output(graph, node, input(graph, node, kX).dtype, view_of(graph, node).shape);
}

// Elements that follow each other in x need not be moved.
Sharing sharing(const Graph& graph, const Node& node) {
  View view = view_of(graph, node);
  view.first = 0;
  return view_sharing(view);
}

int64_t lead(const Graph& graph, const Node& node) {
  return -view_of(graph, node).first * dtype_bytes(input(graph, node, kX).dtype);
}

std::vector<Graph> samples() {
  struct Case {
    Shape x;
    Tensor starts, ends, axes, steps;
  };
  const Case cases[] = {{{9}, {2}, {7}, {0}, {1}},
                        {{7, 5}, {1, -1}, {1000, -10}, {0, 1}, {2, -1}},
                        {{3, 4, 5}, {-3}, {-1}, {-1}, {1}},
                        {{2, 17}, {16}, {-1000}, {1}, {-3}},
                        {{2, 3, 2, 3, 2, 5}, {1, 0, 1}, {3, 3, 5}, {1, 3, 5}, {1, 2, 3}},
                        {{6, 3}, {0}, {4}, {0}, {1}}};
  std::vector<Graph> graphs;
  for (const Case& c : cases) {
    for (DType dtype : {DType::f32, DType::s8, DType::s32}) {
      const Shape count{static_cast<int64_t>(c.starts.size())};
      graphs.push_back(Sample("slice")
                           .input(dtype, c.x, sample_quant(dtype))
                           .constant(DType::s64, count, c.starts)
                           .constant(DType::s64, count, c.ends)
                           .constant(DType::s64, count, c.axes)
                           .constant(DType::s64, count, c.steps)
                           .output(sample_quant(dtype)));
    }
  }
  return graphs;
}

}  // namespace

extern const OpDef op_slice = {
    .name = "slice",
    .onnx_name = "Slice",
    .tflite_names = "SLICE STRIDED_SLICE",
    .from_tflite = slice_from_tflite,
    .infer = infer,
    .reference =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
          return std::vector<Tensor>{view_reference(view_of(graph, node), *in[0])};
        },
    .call = [](const Graph& graph,
               const Node& node) { return view_call(graph, node, view_of(graph, node)); },
    .sharing = sharing,
    .lead = lead,
    .tolerance = 0,
    .quantizable = moves_any_type,
    .keeps_quant = true,
    .constant_operands = 0b11110,
    .samples = samples,
};

}  // namespace mote
