// SPDX-License-Identifier: Apache-2.0
#include "data/lines.h"

#include <charconv>
#include <cmath>

namespace mote {

std::vector<std::string_view> fields(std::string_view line, char separator) {
  constexpr std::string_view white = " \t\r;";
  std::vector<std::string_view> found;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find(separator, at), line.size());
    std::string_view field = line.substr(at, end - at);
    field.remove_prefix(std::min(field.find_first_not_of(white), field.size()));
    field.remove_suffix(field.size() - (field.find_last_not_of(white) + 1));
    if (separator != ' ' || !field.empty()) found.push_back(field);
    at = end + 1;
  }
  return found;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = problem == std::errc{} && end == text.data() + text.size();
  if (!is_whole || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace mote
