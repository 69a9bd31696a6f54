// SPDX-License-Identifier: Apache-2.0
// Decides where everything lives while a graph runs: one arena, known before running.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "forms/loop_counts.h"
#include "forms/scale_shares.h"
#include "ir/graph.h"
#include "ops/op.h"
#include "target/target.h"

namespace mote {

// Where a value lives.
enum class Place {
  constant,  // flash
  input,     // the caller's buffer for a graph input (which may be its slot in the arena)
  output,    // the caller's buffer for a graph output
  arena,
};

struct Location {
  Place place = Place::constant;
  int index = 0;       // of the graph input or output
  int64_t offset = 0;  // arena: bytes from its beginning
};

// A stretch of the arena that one or more values share, and when it is in use.
struct Slot {
  int64_t bytes = 0;
  int first = 0, last = 0;  // steps, both included; the caller writes inputs at step -1
  int64_t offset = 0;
  // From this step on only its first `kept_bytes` are in use: a smaller value has overwritten it.
  int shrinks_at = 1 << 30;
  int64_t kept_bytes = 0;

  // From these steps on that many of its bytes are in use. None: all are from the first step on.
  struct Growth {
    int from;
    int64_t bytes;
  };
  std::vector<Growth> growth = {};  // ascending

  int64_t bytes_from(int step) const { return step < shrinks_at ? bytes : kept_bytes; }

  // The most that are in use at a step from `from` to `to`.
  int64_t bytes_within(int from, int to) const {
    int64_t grown = growth.empty() ? bytes : 0;
    for (const Growth& one : growth) grown = one.from <= to ? one.bytes : grown;
    return std::min(grown, bytes_from(from));
  }
};

struct Step {
  size_t node;  // index into graph.nodes
  KernelCall call;
  std::vector<int64_t> scratch = {};  // where in the arena each KernelScratch is, in order
  ScaleShares scales = {};
  LoopCounts counts = {};
};

struct Plan {
  Graph graph;                      // lowered: channels last; in the end states are saved
  std::vector<Location> locations;  // one for each value
  std::vector<Slot> slots;
  std::vector<int64_t> input_offsets;  // where in the arena each input may be built
  std::vector<Step> steps;             // nodes that need no code (reshape) have none
  int64_t arena_word = 4;  // slots begin at multiples of it: 8 when there are elements of 8 bytes
  int64_t arena_bytes = 0;
  int64_t live_bytes = 0;  // largest sum of bytes in use at one step: no arena is smaller
};

// Lowers the graph for a target and plans it. Throws unsupported_type when an operator has no
// kernel.
Plan plan(const Graph& graph, const Target& target);

// Gives every slot an offset at multiples of `word`, so that slots in use together never overlap.
// Returns the arena's size.
int64_t place_slots(std::vector<Slot>& slots, int64_t word);

// The largest sum of bytes in use at one step.
int64_t largest_live(const std::vector<Slot>& slots, int64_t word);

// Bytes of all constants that the kernels of these steps read.
int64_t weight_bytes(const Graph& graph, std::span<const Step> steps);
inline int64_t weight_bytes(const Plan& plan) {
  return weight_bytes(plan.graph, plan.steps);
}

}  // namespace mote
