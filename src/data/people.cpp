// SPDX-License-Identifier: Apache-2.0
#include "data/people.h"

#include <algorithm>

#include "data/folder.h"

namespace mote {

std::string person_of(const fs::path& file) {
  const std::string stem = file.stem().string();
  const size_t end = stem.find('_');
  return end == std::string::npos ? "" : stem.substr(0, end);
}

std::optional<std::set<std::string>> read_testing_list(const fs::path& folder) {
  const fs::path list = find_file(folder, {"testing_list.txt"});
  if (list.empty()) return std::nullopt;
  const std::vector<std::string> names = read_names(list, false);
  return std::set<std::string>(names.begin(), names.end());
}

bool is_tested_fifth(int64_t number, int64_t count) {
  return count > 1 && number % 5 == std::min<int64_t>(4, count - 1);
}

}  // namespace mote
