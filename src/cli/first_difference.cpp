// SPDX-License-Identifier: Apache-2.0
#include "cli/first_difference.h"

#include "base/files.h"
#include "cli/model.h"

namespace mote {
namespace {

// Whether the graph cut behind node `last` gives the same on the target.
bool agrees(const Graph& graph, size_t last, const Target& target, const Samples& samples) {
  Graph cut = graph;
  cut.nodes.resize(last + 1);
  cut.outputs = {cut.nodes.back().outputs[0]};
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "cut").string();
  write_library(generate_library(cut, "cut", target), path);
  return compare(cut, evaluate_all(cut, samples), run_library(path, target, samples).outputs)
      .bit_exact;
}

}  // namespace

std::string first_difference(const Graph& graph, const Target& target,
                             const std::vector<Tensor>& inputs) {
  const Samples one{1, {inputs}, {}};
  // Layers agree up to some layer and differ from there on: halving finds it.
  size_t low = 0, high = graph.nodes.size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (agrees(graph, middle, target, one)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == graph.nodes.size() ? "" : graph.nodes[low].name;
}

}  // namespace mote
