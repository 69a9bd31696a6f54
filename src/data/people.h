// SPDX-License-Identifier: Apache-2.0
// Folders of one file a sample, cat/anna_1.png: who is on it, and which are to test.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/files.h"

namespace mote {

// "anna" of anna_nohash_1.wav and anna_1.wav; "": nobody is named.
std::string person_of(const fs::path& file);

// What testing_list.txt in `folder` says is to test, "cat/anna_1.png" a line; nothing: there is no
// such file. Throws as read_names().
std::optional<std::set<std::string>> read_testing_list(const fs::path& folder);

// Whether the one of this number is to test, of `count` people or samples: a fifth of them, one at
// least of several.
bool is_tested_fifth(int64_t number, int64_t count);

}  // namespace mote
