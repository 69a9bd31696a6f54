// SPDX-License-Identifier: Apache-2.0
#include "plan/work.h"

#include <algorithm>
#include <array>
#include <optional>

#include "forms/patch_counts.h"
#include "ops/conv_geometry.h"
#include "ops/operands.h"
#include "ops/window.h"

namespace mote {
namespace {

// Matrices of weights that a node multiplies by, and how often.
struct Weights {
  int64_t rows = 0, columns = 0;
};

struct Product {
  std::vector<Weights> weights;
  double positions = 0;
};

Product product_of(const Graph& graph, const Node& node, double macs) {
  Product product;
  double elements = 0;
  for (size_t i = 1; i < node.inputs.size() && macs > 0; i++) {
    if (!node.has_input(i)) continue;
    const Value& value = graph[node.inputs[i]];
    if (!value.is_constant || value.shape.size() < 2) continue;
    const bool is_window = op_of(node).is_spatial;
    const int64_t count = element_count(value.shape);
    if (count == 0) continue;
    const int64_t rows = is_window ? value.shape[0] : count / value.shape.back();
    product.weights.push_back({rows, count / std::max<int64_t>(rows, 1)});
    elements += static_cast<double>(count);
  }
  if (elements > 0) product.positions = macs / elements;
  return product;
}

void add_product(const Product& product, Work& work) {
  const double positions = product.positions;
  for (const Weights& w : product.weights) {
    const int64_t rest = w.rows % 8;
    const auto even = static_cast<double>((w.columns + 1) / 2 * 2);
    const auto blocks = static_cast<double>(w.rows / 8 + (rest > 4 ? 1 : 0));
    work["block_macs"] += positions * even * 8 * blocks;
    work["quad_macs"] += rest > 0 && rest <= 4 ? positions * even * 4 : 0;
    work["rest_macs"] += positions * static_cast<double>(w.rows % 4 * w.columns);
    work["rest_columns"] += positions * static_cast<double>(w.rows * (w.columns % 4));
    work["rest_outputs"] += rest % 4 != 0 ? positions * static_cast<double>(rest) : 0;
    work["spare_outputs"] += rest % 4 != 0 ? positions * static_cast<double>(4 - rest % 4) : 0;
    work["rest_calls"] += rest % 4 != 0 ? positions : 0;
    work["loose_inputs"] += w.columns % 4 != 0 ? positions * static_cast<double>(w.columns) : 0;
    work["short_outputs"] += w.columns < 8 ? positions * static_cast<double>(w.rows) : 0;
  }
}

// Outputs along one axis, and how many of their taps lie in the image.
int64_t taps_inside(int64_t outputs, int64_t taps, int64_t stride, int64_t dilation, int64_t pad,
                    int64_t extent) {
  int64_t inside = 0;
  for (int64_t o = 0; o < outputs; o++) {
    for (int64_t k = 0; k < taps; k++) {
      const int64_t at = o * stride + k * dilation - pad;
      inside += at >= 0 && at < extent ? 1 : 0;
    }
  }
  return inside;
}

int64_t taps_inside(const Window& v) {
  return taps_inside(v.out_height, v.kernel_height, v.stride_y, v.dilation_y, v.pad_top, v.height) *
         taps_inside(v.out_width, v.kernel_width, v.stride_x, v.dilation_x, v.pad_left, v.width);
}

void add_planes(const ConvGeometry& g, double exact, Work& work) {
  const Window& v = g.window;
  const int64_t height = (v.out_height - 1) * v.stride_y + (v.kernel_height - 1) * v.dilation_y + 1;
  const int64_t width = (v.out_width - 1) * v.stride_x + (v.kernel_width - 1) * v.dilation_x + 1;
  const auto channels = static_cast<double>(g.filters);
  const auto rows = static_cast<double>(std::min(v.height, height - v.pad_top));
  const auto columns = static_cast<double>(std::min(v.width, width - v.pad_left));
  const auto outputs = static_cast<double>(v.out_height * v.out_width);
  const bool is_walk = v.kernel_height == 3 && v.kernel_width == 3 &&
                       (v.stride_y | v.stride_x | v.dilation_y | v.dilation_x) == 1;
  const double walked = is_walk ? channels * (1 - exact) : 0;
  work["channels"] = channels;
  work["plane_size"] = static_cast<double>(height * width);
  work["plane_rows"] = channels * rows;
  work["plane_bytes"] = channels * rows * columns;
  work["plane_rest"] = channels * rows * static_cast<double>(static_cast<int64_t>(columns) % 4);
  work["plane_columns"] = walked * static_cast<double>(v.out_width);
  work["walked_outputs"] = walked * outputs;
  work["plain_outputs"] = (channels - walked) * outputs;
  work["plain_rows"] = (channels - walked) * static_cast<double>(v.out_height);
  work["plain_runs"] = work["plain_outputs"] * static_cast<double>(v.kernel_height);
  work["plain_macs"] = (channels - walked) * outputs * static_cast<double>(g.taps());
}

// Kernels that copy what they read multiply the padding too; others walk around it.
void add_inside(const Window& v, double filters, double inputs, Work& work) {
  const auto inside = static_cast<double>(taps_inside(v));
  const auto taps = static_cast<double>(v.kernel_height * v.kernel_width);
  work["inside_taps"] = inside * filters;
  work["inside_macs"] = inside * filters * inputs;
  work["outside_taps"] = work["outputs"] * taps - inside * filters;
}

bool has_scratch(const KernelCall& call) {
  return std::any_of(call.arguments.begin(), call.arguments.end(), [](const auto& argument) {
    return std::holds_alternative<KernelScratch>(argument);
  });
}

void add_conv(const ConvGeometry& g, bool copies, double exact, Work& work) {
  if (!copies) {
    add_inside(g.window, static_cast<double>(g.filters), static_cast<double>(g.group_inputs), work);
  } else if (g.is_depthwise()) {
    add_planes(g, exact, work);
  } else {
    work.merge(patch_counts(g.window));
  }
  work.erase("inputs");
}

void add_window(const Graph& graph, const Node& node, bool copies, double exact, Work& work) {
  const OpDef& op = op_of(node);
  if (op.window == nullptr) return;
  if (op.weights_operand >= 0) {
    add_conv(conv_geometry(graph, node), copies, exact, work);
  } else if (const auto v = op.window(graph, node)) {
    add_inside(*v, static_cast<double>(v->channels), 1, work);
  }
}

bool is_clamped(const Node& node, const Value& y) {
  if (!op_of(node).takes_activation) return false;
  const Clamp clamp = output_clamp(node, y);
  return is_quantized(y) ? clamp.low > -128 || clamp.high < 127
                         : node.text("activation", "none") != "none";
}

// The loops of a view: its extents are arguments 2 to 7.
void add_view(const KernelCall& call, Work& work) {
  double loops = 1;
  for (size_t axis = 0; axis < 5; axis++) {
    loops *= static_cast<double>(std::get<int64_t>(call.arguments[2 + axis]));
    if (axis == 1) work["blocks"] = loops;
    if (axis == 3) work["planes"] = loops;
    if (axis == 4) work["lines"] = loops;
  }
}

bool is_depthwise(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  return op.window != nullptr && op.weights_operand >= 0 &&
         conv_geometry(graph, node).is_depthwise();
}

// All numbers that a call passes.
std::vector<int64_t> numbers_of(const Step& step) {
  std::vector<int64_t> numbers;
  for (const KernelArgument& argument : step.call.arguments) {
    if (const auto* number = std::get_if<int64_t>(&argument)) numbers.push_back(*number);
  }
  return numbers;
}

std::optional<Window> window_of(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  if (op.window == nullptr) return std::nullopt;
  if (op.weights_operand >= 0) return conv_geometry(graph, node).window;
  return op.window(graph, node);
}

// Which of a kernel's loops are other ones where it is called elsewhere. Where they are not,
// compilers make their extents part of it.
struct Varied {
  bool any = false;      // some number of the call
  bool window = false;   // extents of the window
  bool heights = false;  // the window's extents from top to bottom
};

Varied varied_of(const Plan& plan, const Step& step) {
  const auto window = window_of(plan.graph, plan.graph.nodes[step.node]);
  Varied varied;
  for (const Step& other : plan.steps) {
    if (other.call.kernel != step.call.kernel || numbers_of(other) == numbers_of(step)) continue;
    varied.any = true;
    const auto v = window_of(plan.graph, plan.graph.nodes[other.node]);
    if (!v || !window) continue;
    const auto heights = [](const Window& w) {
      return std::array{w.kernel_height, w.stride_y, w.dilation_y};
    };
    const auto widths = [](const Window& w) {
      return std::array{w.kernel_width, w.stride_x, w.dilation_x};
    };
    if (heights(*v) != heights(*window)) varied.window = varied.heights = true;
    if (widths(*v) != widths(*window)) varied.window = true;
  }
  return varied;
}

void add_again(const std::string& prefix, Work& work) {
  for (const char* count : {"outputs", "positions", "runs", "inside_taps", "plane_rows",
                            "plane_bytes", "plain_runs", "plain_macs", "taps_runs", "taps_macs"}) {
    const auto found = work.find(count);
    if (found != work.end()) work[prefix + count] = found->second;
  }
}

void add_varied(const Varied& varied, Work& work) {
  if (varied.any) add_again("shared_", work);
  if (varied.window) add_again("varied_", work);
  if (varied.heights) add_again("tall_", work);
}

// Whether the arena holds a value at a multiple of four bytes.
bool begins_a_word(const Plan& plan, const KernelArgument& argument) {
  const auto* id = std::get_if<ValueId>(&argument);
  if (id == nullptr) return false;
  const Location& at = plan.locations[static_cast<size_t>(*id)];
  return at.place == Place::arena && at.offset % 4 == 0;
}

// Bytes of a copy, elements of a fill: steps that only move values.
Work moved(const Plan& plan, const KernelCall& call) {
  const int64_t count = std::get<int64_t>(call.arguments[1]);
  const auto all = static_cast<double>(count);
  if (call.kernel != "copy") return {{"call", 1}, {"inputs", all}, {"outputs", all}};
  const bool in_words =
      begins_a_word(plan, call.arguments[0]) && begins_a_word(plan, call.arguments[2]);
  const auto rest = static_cast<double>(in_words ? count % 4 : count);
  Work work{{"call", 1}, {"inputs", all}, {"copied_words", all - rest}, {"copied_bytes", rest}};
  std::erase_if(work, [](const auto& entry) { return entry.second == 0; });
  return work;
}

}  // namespace

Work work_of(const Plan& plan, const Step& step) {
  const std::string& kernel = step.call.kernel;
  if (kernel == "copy" || kernel.starts_with("fill_")) return moved(plan, step.call);
  const Graph& graph = plan.graph;
  const Node& node = graph.nodes[step.node];
  const OpDef& op = op_of(node);
  const Value& y = graph[node.outputs[0]];
  const auto outputs = static_cast<double>(element_count(y.shape));
  const double macs = op.macs == nullptr ? 0 : static_cast<double>(op.macs(graph, node));
  const Product product = product_of(graph, node, macs);
  Work work{{"call", 1}, {"outputs", outputs}, {"macs", macs}};
  work["inputs"] = static_cast<double>(element_count(graph[node.inputs[0]].shape));
  const auto last = static_cast<double>(y.shape.empty() ? 1 : std::max<int64_t>(1, y.shape.back()));
  work["positions"] = product.positions > 0 ? product.positions : outputs / last;
  if (step.counts.empty() && !is_depthwise(graph, node)) add_product(product, work);
  if (kernel.starts_with("view_")) add_view(step.call, work);
  work["own_outputs"] = outputs * step.scales.own;
  work["exact_outputs"] = outputs * step.scales.exact;
  if (step.counts.empty()) add_window(graph, node, has_scratch(step.call), step.scales.exact, work);
  work.insert(step.counts.begin(), step.counts.end());
  if (is_clamped(node, y)) work["clamped_outputs"] = outputs;
  if (op.by_channels && last > 1) {
    work["channels_outputs"] = outputs;
    work["channels_positions"] = work["positions"];
  }
  if (op.counts != nullptr) work.merge(op.counts(graph, node));
  add_varied(varied_of(plan, step), work);
  std::erase_if(work, [](const auto& entry) { return entry.second == 0; });
  return work;
}

}  // namespace mote
