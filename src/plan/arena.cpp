// SPDX-License-Identifier: Apache-2.0
// Places slots: greedy in several orders, the best one wins.
#include <algorithm>
#include <numeric>
#include <set>

#include "base/random.h"
#include "plan/plan.h"

namespace mote {
namespace {

int64_t aligned(int64_t bytes, int64_t word) {
  return (bytes + word - 1) / word * word;
}

bool in_use_together(const Slot& a, const Slot& b) {
  return a.first <= b.last && b.first <= a.last;
}

// The most bytes of `slot` that are in use at a time when `other` is, too.
int64_t bytes_beside(const Slot& slot, const Slot& other, int64_t word) {
  const int from = std::max(slot.first, other.first), to = std::min(slot.last, other.last);
  return aligned(slot.bytes_within(from, to), word);
}

// The lowest place that `slot` can have beside the slots placed so far.
int64_t lowest_gap(const std::vector<Slot>& placed, const Slot& slot, int64_t word) {
  int64_t offset = 0;
  for (bool moved = true; moved;) {
    moved = false;
    for (const Slot& other : placed) {
      const int64_t end = other.offset + bytes_beside(other, slot, word);
      const bool apart = end <= offset || offset + bytes_beside(slot, other, word) <= other.offset;
      if (apart || !in_use_together(other, slot)) continue;
      offset = end;
      moved = true;
    }
  }
  return offset;
}

int64_t place_in_order(std::vector<Slot>& slots, const std::vector<size_t>& order, int64_t word) {
  std::vector<Slot> placed;
  int64_t arena = 0;
  for (size_t i : order) {
    slots[i].offset = lowest_gap(placed, slots[i], word);
    placed.push_back(slots[i]);
    arena = std::max(arena, slots[i].offset + aligned(slots[i].bytes, word));
  }
  return arena;
}

}  // namespace

int64_t largest_live(const std::vector<Slot>& slots, int64_t word) {
  std::set<int> steps;
  for (const Slot& slot : slots) {
    steps.insert(slot.first);
    for (const Slot::Growth& growth : slot.growth) steps.insert(growth.from);
  }
  int64_t most = 0;
  for (int step : steps) {
    int64_t sum = 0;
    for (const Slot& slot : slots) {
      if (slot.first <= step && step <= slot.last) {
        sum += aligned(slot.bytes_within(step, step), word);
      }
    }
    most = std::max(most, sum);
  }
  return most;
}

int64_t place_slots(std::vector<Slot>& slots, int64_t word) {
  std::vector<size_t> order(slots.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return slots[a].bytes > slots[b].bytes; });
  const int64_t bound = largest_live(slots, word);
  std::vector<Slot> best = slots;
  int64_t best_arena = place_in_order(best, order, word);
  Random random(1);
  for (int attempt = 0; attempt < 2000 && best_arena > bound; attempt++) {
    // Swapping two neighbours-by-chance of the best order found so far explores well enough.
    std::vector<size_t> changed = order;
    const auto count = static_cast<int64_t>(changed.size());
    for (int swaps = 0; swaps < 1 + attempt % 3; swaps++) {
      std::swap(changed[static_cast<size_t>(random.below(count))],
                changed[static_cast<size_t>(random.below(count))]);
    }
    std::vector<Slot> tried = slots;
    const int64_t arena = place_in_order(tried, changed, word);
    if (arena > best_arena) continue;
    if (arena < best_arena) best = tried;
    best_arena = arena;
    order = changed;
  }
  slots = best;
  return best_arena;
}

}  // namespace mote
