// SPDX-License-Identifier: Apache-2.0
// Prints a Plan as a C99 library folder: the only code of mote that writes C.
#pragma once

#include <map>
#include <string>

#include "emit/learning.h"
#include "plan/plan.h"
#include "target/target.h"

namespace mote {

// The file every generated library has; a folder without it is not overwritten.
inline constexpr const char* kLibraryMarker = "extras/library.json";

struct Library {
  std::string name;
  std::map<std::string, std::string> files;  // path inside the folder -> content
};

// `name` prefixes all symbols. With `learning` the library goes on learning from the graph's last
// output. The same plan gives the same bytes. Throws bad_option when the name
// is no lower-case C identifier, unsupported_type when the target has no kernel for a step.
Library emit(const Plan& plan, const std::string& name, const Target& target,
             const Learning* learning = nullptr);

}  // namespace mote
