// SPDX-License-Identifier: Apache-2.0
// What a fuzz target does with the bytes it is given: only mote::Error may come out.
#pragma once

#include "base/error.h"
#include "passes/clean.h"
#include "plan/plan.h"

namespace mote {

// Reads, cleans and plans a model. Graphs that only take long are not planned.
template <typename Parse>
void bring(const Parse& parse) {
  constexpr int64_t most_elements = 1 << 20;
  try {
    Graph graph = parse();
    clean(graph);
    int64_t elements = 0;
    for (const Value& value : graph.values) elements += element_count(value.shape);
    if (elements < most_elements) plan(graph, find_target("host"));
  } catch (const Error&) {
  }
}

}  // namespace mote
