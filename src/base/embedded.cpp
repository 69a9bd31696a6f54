// SPDX-License-Identifier: Apache-2.0
#include "base/embedded.h"

#include "base/embedded_table.h"

namespace mote {

std::string_view embedded_file(std::string_view path) {
  for (size_t i = 0; i < embedded_count; i++) {
    if (embedded_table[i].path == path) return embedded_table[i].content;
  }
  return {};
}

std::vector<std::string_view> embedded_files(std::string_view prefix) {
  std::vector<std::string_view> paths;
  for (size_t i = 0; i < embedded_count; i++) {
    if (embedded_table[i].path.starts_with(prefix)) paths.push_back(embedded_table[i].path);
  }
  return paths;
}

}  // namespace mote
