// SPDX-License-Identifier: Apache-2.0
#include "cli/deployed.h"

#include <cmath>

#include "base/random.h"
#include "passes/channels_last.h"
#include "passes/front_end.h"
#include "passes/reuse_overlap.h"

namespace mote {

Graph as_deployed(Graph graph, int64_t hop, const std::string& front_end) {
  add_front_end(graph, front_end);
  if (hop == 0) return graph;
  channels_last(graph);
  reuse_overlap(graph, hop);
  return graph;
}

Tensor deployed_input(const Graph& deployed, const Tensor& window) {
  const Value& input = deployed[deployed.inputs.at(0)];
  const int64_t count = element_count(input.shape);
  if (input.dtype != DType::s16) return {window.end() - count, window.end()};
  constexpr double loudness = 3000;
  Random random(1);
  Tensor sound;
  for (int64_t i = 0; i < count; i++) sound.push_back(std::nearbyint(loudness * random.normal()));
  return sound;
}

}  // namespace mote
