// SPDX-License-Identifier: Apache-2.0
#include "passes/clean.h"

#include <algorithm>

#include "ops/infer.h"
#include "passes/drop_no_ops.h"
#include "passes/fold_batch_norm.h"
#include "passes/fold_constants.h"
#include "passes/fuse_activation.h"
#include "passes/lower_batch_norm.h"
#include "passes/merge_pad.h"
#include "passes/merge_transposes.h"

namespace mote {

std::vector<std::string> clean(Graph& graph) {
  struct Pass {
    const char* name;
    bool (*run)(Graph&);
  };
  constexpr Pass passes[] = {
      {"fold constants", fold_constants},     {"drop no-ops", drop_no_ops},
      {"fold batch norm", fold_batch_norm},   {"lower batch norm", lower_batch_norm},
      {"merge transposes", merge_transposes}, {"merge pad", merge_pad},
      {"fuse activation", fuse_activation},
  };
  std::vector<std::string> done;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Pass& pass : passes) {
      while (pass.run(graph)) {
        changed = true;
        infer(graph);
        verify(graph);
        if (std::find(done.begin(), done.end(), pass.name) == done.end()) done.push_back(pass.name);
      }
    }
  }
  compact(graph);
  return done;
}

}  // namespace mote
