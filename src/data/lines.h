// SPDX-License-Identifier: Apache-2.0
// Lines of text files of sensor data, as their authors wrote them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mote {

// Calls take(line, number from 1) for every line, without the end of line.
template <typename Take>
void for_each_line(std::string_view text, const Take& take) {
  for (int64_t number = 1; !text.empty(); number++) {
    const size_t end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end), number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// The parts between separators, without white space and semicolons around them.
std::vector<std::string_view> fields(std::string_view line, char separator);

// Nothing where it is no finite number.
std::optional<double> number_of(std::string_view text);

}  // namespace mote
