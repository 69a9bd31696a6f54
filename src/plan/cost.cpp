// SPDX-License-Identifier: Apache-2.0
#include "plan/cost.h"

#include <toml++/toml.h>

#include "base/embedded.h"
#include "base/files.h"

namespace mote {
namespace {

using Costs = std::map<std::string, toml::table, std::less<>>;

Costs read_all() {
  Costs costs;
  for (const std::string_view path : embedded_files("costs/")) {
    costs[fs::path(path).stem().string()] = toml::parse(embedded_file(path), path);
  }
  return costs;
}

// Cores that run the same kernels and are counted by the same table cost the same.
bool are_alike(const Target& a, const Target& b) {
  return a.kernel_folders == b.kernel_folders && a.cycle_model == b.cycle_model &&
         !a.cycle_model.empty();
}

const toml::table& costs_of(const Target& target) {
  static const Costs costs = read_all();
  static const toml::table none;
  const auto found = costs.find(target.name);
  if (found != costs.end()) return found->second;
  for (const Target& other : all_targets()) {
    const auto like = costs.find(other.name);
    if (like != costs.end() && are_alike(target, other)) return like->second;
  }
  return none;
}

double sum(const toml::node_view<const toml::node>& factors, const Work& work) {
  double total = 0;
  if (const toml::table* table = factors.as_table()) {
    for (const auto& [name, factor] : *table) {
      const auto count = work.find(std::string(name.str()));
      if (count != work.end()) total += count->second * factor.value_or(0.0);
    }
  }
  return total;
}

}  // namespace

bool has_costs(const Target& target) {
  return !costs_of(target).empty();
}

Cost predicted_cost(const Plan& plan, const Step& step, const Target& target) {
  const toml::table& costs = costs_of(target);
  const Work work = work_of(plan, step);
  const bool is_fitted = costs["kernels"][step.call.kernel].is_table();
  const auto factors = is_fitted ? costs["kernels"][step.call.kernel] : costs["default"];
  return {sum(factors["instructions"], work), sum(factors["cycles"], work), is_fitted};
}

}  // namespace mote
