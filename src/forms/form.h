// SPDX-License-Identifier: Apache-2.0
// How nodes are run on a target: the operator's own kernel, or a form of the node that a better
// kernel reads (weights in another order, multipliers proved to be enough, ...).
//
// Each form is one file, <kernel>.form.cpp, that defines `const FormDef form_<kernel>`; the kernel
// of that name is the text that defines its bits (device/kernels/portable).
#pragma once

#include <optional>
#include <span>

#include "forms/loop_counts.h"
#include "forms/proofs.h"
#include "forms/scale_shares.h"
#include "ops/op.h"
#include "target/target.h"

namespace mote {

// A node as the planner needs it.
struct Lowered {
  KernelCall call;
  Sharing sharing = Sharing::none;
  std::optional<int64_t> lead = std::nullopt;  // see OpDef::lead
  ScaleShares scales = {};
  LoopCounts counts = {};
  double rough_cycles = 0;  // of compact forms, on a Cortex-M0
};

struct FormDef {
  std::string_view name;  // of the kernel
  std::string_view ops;   // the operators it computes, separated by spaces
  // The kernel folders for which the form is meant, separated by spaces, best first: targets that
  // list none of them do not take it.
  std::string_view folders;
  // Stores weights in less than a byte each, without taking more than three times the cycles of
  // int8: how many bytes decides whether it is taken (lower in registry.cpp).
  bool is_compact = false;
  // Null when the form cannot say this node.
  std::optional<Lowered> (*lower)(const Graph& graph, const Node& node, Proofs& proofs);
};

std::span<const FormDef* const> all_forms();  // sorted by name

bool computes(const FormDef& form, std::string_view op);

// The best form of a node for a target; all nodes of a plan share `proofs`. Throws unsupported_type
// when the operator has no kernel.
Lowered lower(const Graph& graph, const Node& node, const Target& target, Proofs& proofs);

}  // namespace mote
