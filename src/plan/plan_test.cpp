// SPDX-License-Identifier: Apache-2.0
// Buffers alive together never overlap, and the arena is no larger than it must be.
#include "plan/plan.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "ops/infer.h"

namespace mote {
namespace {

bool overlap(const Slot& a, const Slot& b) {
  return a.first <= b.last && b.first <= a.last && a.offset < b.offset + b.bytes &&
         b.offset < a.offset + a.bytes;
}

void expect_sound(const std::vector<Slot>& slots, int64_t arena) {
  for (size_t i = 0; i < slots.size(); i++) {
    EXPECT_EQ(slots[i].offset % 4, 0);
    EXPECT_LE(slots[i].offset + slots[i].bytes, arena);
    for (size_t j = 0; j < i; j++) EXPECT_FALSE(overlap(slots[i], slots[j])) << i << " " << j;
  }
}

TEST(Arena, NeverOverlapsBuffersThatAreAliveTogether) {
  for (uint64_t seed = 0; seed < 200; seed++) {
    Random random(seed);
    std::vector<Slot> slots;
    for (int64_t i = 0; i < 1 + random.below(12); i++) {
      const int first = static_cast<int>(random.below(10));
      slots.push_back({1 + random.below(500), first, first + static_cast<int>(random.below(5)), 0});
    }
    const int64_t arena = place_slots(slots, 4);
    expect_sound(slots, arena);
    EXPECT_GE(arena, largest_live(slots, 4));
  }
}

TEST(Arena, OfAChainIsItsLargestNeighbours) {
  std::vector<Slot> slots{
      {1152, -1, 0, 0}, {2048, 0, 1, 0}, {3072, 1, 2, 0}, {1536, 2, 3, 0}, {64, 3, 4, 0}};
  EXPECT_EQ(place_slots(slots, 4), 2048 + 3072);
  expect_sound(slots, 5120);
}

// A chain of elementwise and shape nodes with one branch.
Graph branching() {
  Graph graph;
  const auto add = [&](const char* name) { return graph.add({name, DType::f32, {1, 60}}); };
  graph.inputs = {add("x")};
  const ValueId a = add("a"), b = add("b"), c = add("c"), d = add("d");
  graph.outputs = {add("y")};
  graph.nodes = {{"1", "relu", {graph.inputs[0]}, {a}},
                 {"2", "relu", {a}, {b}},
                 {"3", "softmax", {b}, {c}},
                 {"4", "add", {c, a}, {d}},
                 {"5", "sub", {d, c}, graph.outputs}};
  verify(graph);
  return graph;
}

TEST(Plan, OverwritesAnInputOnlyAtItsLastUse) {
  const Plan planned = plan(branching(), find_target("host"));
  const auto offset = [&](size_t value) { return planned.locations[value].offset; };
  // a may overwrite x; b must not overwrite a, which 4 still reads; c may overwrite b.
  EXPECT_EQ(offset(1), planned.input_offsets[0]);
  EXPECT_NE(offset(2), offset(1));
  EXPECT_EQ(offset(3), offset(2));
  EXPECT_EQ(planned.arena_bytes, planned.live_bytes);
  EXPECT_EQ(planned.arena_bytes, 3 * 240);
  expect_sound(planned.slots, planned.arena_bytes);
}

TEST(Plan, GivesBackWhatAnInputNoLongerNeedsOnceItIsQuantized) {
  Graph graph;
  const Quant quant{{0.1f}, {0}, 0};
  const auto add = [&](const char* name) { return graph.add({name, DType::s8, {1, 100}, quant}); };
  graph.inputs = {graph.add({"x", DType::f32, {1, 100}})};
  const ValueId q = add("q"), a = add("a"), b = add("b");
  graph.outputs = {add("y")};
  graph.nodes = {{"q", "quantize", graph.inputs, {q}},
                 {"a", "relu", {q}, {a}},
                 {"b", "add", {q, a}, {b}},
                 {"y", "add", {b, a}, graph.outputs}};
  verify(graph);
  const Plan planned = plan(graph, find_target("host"));
  // 400 bytes of floats, later 100 each of q, a and b, where b overwrites q.
  EXPECT_EQ(planned.arena_bytes, 400);
  EXPECT_EQ(planned.live_bytes, 400);
}

TEST(Plan, LetsTheLastKernelWriteToTheCaller) {
  const Plan planned = plan(branching(), find_target("host"));
  EXPECT_EQ(planned.locations.back().place, Place::output);
}

TEST(Plan, RefusesAnOperatorWithoutAKernel) {
  Graph graph;
  graph.inputs = {graph.add({"x", DType::f32, {2, 2, 2, 2, 2, 2, 2}})};
  graph.outputs = {graph.add({"y", DType::f32, {2, 2, 2, 2, 2, 2, 2}})};
  graph.nodes = {{"t",
                  "transpose",
                  graph.inputs,
                  graph.outputs,
                  {{"perm", std::vector<int64_t>{6, 5, 4, 3, 2, 1, 0}}}}};
  verify(graph);
  EXPECT_ANY_THROW(plan(graph, find_target("host")));
}

// Two branches that each swell and shrink: one after the other they need less than side by side.
TEST(Plan, RunsBranchesInTheOrderThatNeedsLess) {
  Graph graph;
  const auto add = [&](const char* name, int64_t n) {
    return graph.add({name, DType::f32, {1, n}});
  };
  const auto weights = [&](const char* name, int64_t rows, int64_t columns) {
    return graph.add_constant(name, DType::f32, {rows, columns},
                              Tensor(static_cast<size_t>(rows * columns), 0.5));
  };
  graph.inputs = {add("x", 4)};
  const ValueId a = add("a", 100), b = add("b", 100), c = add("c", 4), d = add("d", 4);
  graph.outputs = {add("y", 4)};
  const ValueId grow = weights("grow", 100, 4), fall = weights("fall", 4, 100);
  graph.nodes = {{"1", "fully_connected", {graph.inputs[0], grow}, {a}},
                 {"2", "fully_connected", {graph.inputs[0], grow}, {b}},
                 {"3", "fully_connected", {a, fall}, {c}},
                 {"4", "fully_connected", {b, fall}, {d}},
                 {"5", "add", {c, d}, graph.outputs}};
  verify(graph);
  const Plan planned = plan(graph, find_target("host"));
  EXPECT_LT(planned.arena_bytes, 2 * 400);
  EXPECT_EQ(planned.graph.nodes[1].name, "3");
}

}  // namespace
}  // namespace mote
