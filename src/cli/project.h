// SPDX-License-Identifier: Apache-2.0
// mote.toml: what verbs take where the command line does not say.
//
//   [project]            # for every verb that knows the option
//   data = "moves"
//   [compress]           # for one verb; wins over [project]
//   max-drop = 0.5
//
// Keys are long options without their dashes, or names of what stands by itself ("model"). The
// command line wins over both.
#pragma once

#include <string>

#include "cli/options.h"

namespace mote {

constexpr const char* kProjectFile = "mote.toml";

// Gives the verb's options what the project file in the current folder says, if there is one.
// Throws malformed_file, bad_option naming FILE:LINE:COLUMN. REQUIRES: all verbs are declared.
void apply_project(const std::string& verb, Options options);

}  // namespace mote
