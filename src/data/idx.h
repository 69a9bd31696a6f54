// SPDX-License-Identifier: Apache-2.0
// Images in MNIST's IDX files, plain or packed with gzip.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "data/dataset.h"

namespace mote {

// An array of bytes in C order.
struct IdxArray {
  std::vector<int64_t> shape;
  std::string bytes;
};

// Throws missing_file; malformed_file (damaged gzip, wrong magic, another size than announced).
IdxArray read_idx(const fs::path& path, size_t rank);

// Whether one of the four files lies there.
bool has_idx_files(const fs::path& folder);

// Reads the four files: pixels 0 to 1, labels as they stand, no class names. Throws missing_file
// naming the one that is missing.
Dataset read_idx_folder(const fs::path& folder);

}  // namespace mote
