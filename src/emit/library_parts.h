// SPDX-License-Identifier: Apache-2.0
// The files of a generated library, each printed by one function.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/json.h"
#include "emit/emit.h"

namespace mote {

// What all printers need to know.
struct LibraryContext {
  const Plan& plan;
  const Target& target;
  std::string name;                    // har_net
  std::string macro;                   // HAR_NET
  const Learning* learning = nullptr;  // what it can go on learning from; null: nothing

  const Value& input(size_t i) const { return plan.graph[plan.graph.inputs[i]]; }
  const Value& output(size_t i) const { return plan.graph[plan.graph.outputs[i]]; }
  bool is_stateful() const { return !plan.graph.states.empty() || learning != nullptr; }
  size_t input_count() const { return plan.graph.inputs.size(); }
  size_t output_count() const { return plan.graph.outputs.size(); }
  // Room for a run and for learning.
  int64_t arena_bytes() const;
  // "input", or "input_0", "input_1" when there are several.
  std::string input_name(size_t i) const;
  std::string output_name(size_t i) const;
  // "void har_net_run(har_net_memory *memory, const float *input, int8_t *output)"
  std::string run_signature() const;
};

// "src/NAME.c" and the other files to compile.
std::vector<std::string> library_sources(const LibraryContext& context);

std::string library_header(const LibraryContext& context);    // src/NAME.h
std::string library_source(const LibraryContext& context);    // src/NAME.c
std::string library_selftest(const LibraryContext& context);  // src/NAME_selftest.c
Json library_manifest(const LibraryContext& context);         // extras/library.json

// src/NAME_internal/*.h: the kernels the plan calls, and what they include.
std::map<std::string, std::string> library_kernels(const LibraryContext& context);

// The kernels that a reset calls.
std::set<std::string> state_kernels(const Graph& graph);

// What build systems want to find, README.md, examples: device/package filled in.
std::map<std::string, std::string> library_packaging(const LibraryContext& context);

}  // namespace mote
