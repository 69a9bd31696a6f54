// SPDX-License-Identifier: Apache-2.0
// The files of a data set's folder: which are there, and small text files of names and numbers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/files.h"

namespace mote {

// "data/ucihar/" -> "ucihar".
std::string folder_name(const std::string& source);

// What lies in `folder` and is wanted, sorted; nothing where there is no such folder.
std::vector<fs::path> entries_of(const fs::path& folder,
                                 const std::function<bool(const fs::path&)>& is_wanted);

// The first of `variants` (file names) that lies in `folder`, or an empty path.
fs::path find_file(const fs::path& folder, const std::vector<std::string>& variants);

// The same; throws missing_file, naming variants[0] and what does lie there, when there is none.
fs::path need_file(const fs::path& folder, const std::vector<std::string>& variants);

// The lines without the white space around them; empty lines at the end do not count. Throws
// missing_file; malformed_file when a line is empty or (for `distinct`) comes twice.
std::vector<std::string> read_names(const fs::path& path, bool distinct);

// Rows of numbers side by side, as text.
struct NumberRows {
  std::vector<float> values;
  int64_t rows = 0;
};

// Reads a text file with `columns` numbers a line, white space between them. Throws missing_file;
// malformed_file naming file:line for a word among the numbers or another number of columns.
NumberRows read_number_rows(const fs::path& path, int64_t columns);

// A file with one whole number a line. Throws as read_number_rows().
std::vector<int32_t> read_whole_numbers(const fs::path& path);

}  // namespace mote
