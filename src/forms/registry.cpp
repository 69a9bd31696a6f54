// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/embedded.h"
#include "base/error.h"
#include "forms/form.h"

namespace mote {

#define MOTE_ITEM(name) extern const FormDef form_##name;
#include "form.inc"
#undef MOTE_ITEM

std::span<const FormDef* const> all_forms() {
#define MOTE_ITEM(name) &form_##name,
  static const FormDef* const table[] = {
#include "form.inc"
  };
#undef MOTE_ITEM
  return table;
}

namespace {

// Whether `name` is one of the words of `list`.
bool names(std::string_view list, std::string_view name) {
  return (" " + std::string(list) + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

bool fits(const FormDef& form, const Target& target) {
  return std::any_of(target.kernel_folders.begin(), target.kernel_folders.end(),
                     [&](const std::string& folder) { return names(form.folders, folder); });
}

Lowered own_kernel(const Graph& graph, const Node& node) {
  const OpDef& op = op_of(node);
  Lowered lowered;
  if (op.sharing != nullptr) lowered.sharing = op.sharing(graph, node);
  const bool is_same = lowered.sharing == Sharing::same;
  if (lowered.sharing != Sharing::none && op.lead != nullptr) {
    lowered.lead = op.lead(graph, node);
  }
  if (is_same && op.call == nullptr) return lowered;
  if (op.call == nullptr) {
    throw Error(ErrorCode::unsupported_type, "node '" + node.name + "'",
                "operator " + node.op + " has no device kernel");
  }
  try {
    lowered.call = op.call(graph, node);
  } catch (const Error& error) {
    throw Error(error.code, "node '" + node.name + "' (" + node.op + ")", error.what(), error.help);
  }
  return lowered;
}

// The best of the forms that are not compact.
Lowered plain_form(const Graph& graph, const Node& node, const Target& target, Proofs& proofs,
                   const Lowered& own) {
  for (const std::string& folder : target.kernel_folders) {
    for (const FormDef* form : all_forms()) {
      if (form->is_compact || !computes(*form, node.op) || !names(form->folders, folder)) continue;
      if (auto lowered = form->lower(graph, node, proofs)) return *lowered;
    }
    // Written for this folder, it is better than a form for the next one.
    const std::string file = "kernels/" + folder + "/" + own.call.kernel + ".h";
    if (embedded_file(file).data() != nullptr) return own;
  }
  return own;
}

int64_t stored_bytes(const Lowered& lowered) {
  int64_t bytes = 0;
  for (const KernelArgument& argument : lowered.call.arguments) {
    const auto* data = std::get_if<KernelData>(&argument);
    if (data == nullptr) continue;
    bytes += dtype_bytes(data->dtype) * static_cast<int64_t>(data->elements.size());
  }
  return bytes;
}

}  // namespace

bool computes(const FormDef& form, std::string_view op) {
  return names(form.ops, op);
}

// A compact form wherever one stores fewer bytes of constants than the best other form; of those
// that store up to a third more than the fewest, the fastest.
Lowered lower(const Graph& graph, const Node& node, const Target& target, Proofs& proofs) {
  const Lowered own = own_kernel(graph, node);
  if (own.sharing == Sharing::same) return own;
  const Lowered plain = plain_form(graph, node, target, proofs, own);
  std::vector<Lowered> choices;
  int64_t fewest = stored_bytes(plain);
  for (const FormDef* form : all_forms()) {
    if (!form->is_compact || !computes(*form, node.op) || !fits(*form, target)) continue;
    auto lowered = form->lower(graph, node, proofs);
    if (!lowered || stored_bytes(*lowered) >= stored_bytes(plain)) continue;
    fewest = std::min(fewest, stored_bytes(*lowered));
    choices.push_back(*lowered);
  }
  const auto price = [](const Lowered& choice) {
    return static_cast<double>(stored_bytes(choice)) * choice.rough_cycles;
  };
  const Lowered* best = &plain;
  for (const Lowered& choice : choices) {
    if (3 * stored_bytes(choice) > 4 * fewest) continue;
    if (best == &plain || price(choice) < price(*best)) best = &choice;
  }
  return *best;
}

}  // namespace mote
