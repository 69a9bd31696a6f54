// SPDX-License-Identifier: Apache-2.0
#include "passes/merge_pad.h"

#include "passes/rewrite.h"

namespace mote {
namespace {

enum PadOperand : size_t { kX, kPads, kValue, kAxes };

// Zeros before and after every spatial axis, in the order of conv's attribute; nothing when the
// node does something else too.
std::vector<int64_t> zeros_around(const Graph& graph, const Node& pad) {
  const size_t rank = graph[pad.inputs[kX]].shape.size();
  const Tensor& pads = graph[pad.inputs[kPads]].constant;
  const bool is_zero = !pad.has_input(kValue) || graph[pad.inputs[kValue]].constant == Tensor{0};
  if (pad.text("mode", "constant") != "constant" || !is_zero || pads.size() != 2 * rank ||
      pad.has_input(kAxes)) {
    return {};
  }
  std::vector<int64_t> around;
  for (size_t i = 0; i < pads.size(); i++) {
    if (pads[i] < 0 || (i % rank < 2 && pads[i] != 0)) return {};
    if (i % rank >= 2) around.push_back(static_cast<int64_t>(pads[i]));
  }
  return around;
}

}  // namespace

bool merge_pad(Graph& graph) {
  for (Node& conv : graph.nodes) {
    if (conv.op != "conv" || conv.integer("channels_last", 0) != 0) continue;
    const int at = only_producer(graph, conv, 0, "pad");
    if (at < 0) continue;
    const Node& pad = graph.nodes[static_cast<size_t>(at)];
    const std::vector<int64_t> around = zeros_around(graph, pad);
    std::vector<int64_t> pads = conv.integers("pads", std::vector<int64_t>(around.size(), 0));
    if (around.empty() || pads.size() != around.size()) continue;
    for (size_t i = 0; i < pads.size(); i++) pads[i] += around[i];
    conv.attrs["pads"] = pads;
    conv.inputs[0] = pad.inputs[kX];
    return true;
  }
  return false;
}

}  // namespace mote
