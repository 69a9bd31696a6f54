// SPDX-License-Identifier: Apache-2.0
// What verbs take where the command line does not say: the environment, MOTE_MAX_DROP for
// --max-drop, and mote.toml in the current folder:
//
//   [project]            # for every verb that knows the option
//   data = "moves"
//   [compress]           # for one verb; wins over [project]
//   max-drop = 0.5
//
// Keys are long options without their dashes, or names of what stands by itself ("model"). The
// environment wins over both, the command line over all.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace mote {

constexpr const char* kProjectFile = "mote.toml";

struct Preset {
  std::string key;
  std::vector<std::string> values;
  std::string place;  // FILE:LINE:COLUMN, or the variable
};

// Of a verb, by key. Throws malformed_file, bad_option naming FILE:LINE:COLUMN.
std::vector<Preset> presets_of(const std::string& verb, const Options::Verb& program);

// Gives them to the verb's options. Throws the same; bad_option for values that an option does not
// take, naming their place. REQUIRES: all verbs are declared.
void apply_presets(const std::string& verb, Options options);

}  // namespace mote
