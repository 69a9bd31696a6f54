// SPDX-License-Identifier: Apache-2.0
// NumPy .npy arrays: little endian, C order, integers, booleans and floats up to 8 bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mote {

struct NpyArray {
  char kind = 'f';     // f float, i signed, u unsigned, b boolean
  int item_bytes = 4;  // 1 2 4 8 (floats: 4 8)
  std::vector<int64_t> shape;
  std::string bytes;  // little endian

  int64_t size() const;            // product of shape
  double at(int64_t index) const;  // element in C order
  std::string dtype() const;       // "float32", "int8"; for messages
};

// Throws missing_file, malformed_file (truncated, wrong magic, unsupported dtype or order).
NpyArray read_npy(const std::filesystem::path& path);

// From memory; `place` names the source in errors.
NpyArray parse_npy(const std::string& content, const std::string& place);

std::string format_npy(const NpyArray& array);
void write_npy(const std::filesystem::path& path, const NpyArray& array);

// Packs values into an array of that type; floats are rounded, integers must be in range.
NpyArray make_npy(char kind, int item_bytes, std::vector<int64_t> shape,
                  const std::vector<double>& values);

}  // namespace mote
