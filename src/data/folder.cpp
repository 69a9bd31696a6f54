// SPDX-License-Identifier: Apache-2.0
#include "data/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "base/error.h"

namespace mote {
namespace {

constexpr std::string_view kWhite = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kWhite);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhite) + 1 - begin);
}

// The lines of a text, without white space around them; empty ones at the end left out.
std::vector<std::string_view> trimmed_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string line_place(const fs::path& path, size_t line) {
  return fmt::format("{}:{}", path.string(), line + 1);
}

// Takes one number off the front of `line`. False: what stands there is not a float.
bool take_number(std::string_view& line, float& number) {
  const char* begin = line.data() + (line.front() == '+' ? 1 : 0);
  const char* const end = line.data() + line.size();
  const auto [stop, status] = std::from_chars(begin, end, number);
  if (status != std::errc() || (stop != end && kWhite.find(*stop) == kWhite.npos)) return false;
  line.remove_prefix(static_cast<size_t>(stop - line.data()));
  line.remove_prefix(std::min(line.find_first_not_of(kWhite), line.size()));
  return true;
}

// Appends the numbers of one line and says how many there were.
int64_t append_numbers(std::string_view line, const std::string& place,
                       std::vector<float>& values) {
  int64_t count = 0;
  for (; !line.empty(); count++) {
    float number = 0;
    if (!take_number(line, number)) {
      const std::string_view word =
          line.substr(0, std::min(line.find_first_of(kWhite), size_t{40}));
      throw Error(ErrorCode::malformed_file, place,
                  fmt::format("'{}' in column {} is not a number", word, count + 1));
    }
    values.push_back(number);
  }
  return count;
}

std::string files_in(const fs::path& folder) {
  std::error_code ignored;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    names.push_back(entry.path().filename().string());
  }
  if (names.empty()) return "nothing";
  std::sort(names.begin(), names.end());
  constexpr size_t most = 8;
  const size_t shown = std::min(names.size(), most);
  const std::string rest = names.size() > most ? ", ..." : "";
  return fmt::format(
      "{}{}", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "), rest);
}

}  // namespace

std::string folder_name(const std::string& source) {
  std::error_code ignored;
  const fs::path whole = fs::absolute(source, ignored).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::vector<fs::path> entries_of(const fs::path& folder,
                                 const std::function<bool(const fs::path&)>& is_wanted) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (is_wanted(entry.path())) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

fs::path find_file(const fs::path& folder, const std::vector<std::string>& variants) {
  std::error_code ignored;
  for (const std::string& name : variants) {
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  }
  return {};
}

fs::path need_file(const fs::path& folder, const std::vector<std::string>& variants) {
  const fs::path found = find_file(folder, variants);
  if (!found.empty()) return found;
  throw Error(ErrorCode::missing_file, (folder / variants.front()).string(),
              fmt::format("is missing; the folder holds {}", files_in(folder)));
}

std::vector<std::string> read_names(const fs::path& path, bool distinct) {
  const std::string text = read_file(path);
  std::vector<std::string> names;
  std::set<std::string_view> seen;
  for (std::string_view line : trimmed_lines(text)) {
    if (line.empty()) {
      throw Error(ErrorCode::malformed_file, line_place(path, names.size()),
                  "is an empty line, expected a name");
    }
    if (!seen.insert(line).second && distinct) {
      throw Error(ErrorCode::malformed_file, line_place(path, names.size()),
                  fmt::format("'{}' comes a second time, expected different names", line));
    }
    names.emplace_back(line);
  }
  return names;
}

NumberRows read_number_rows(const fs::path& path, int64_t columns) {
  const std::string text = read_file(path);
  const std::vector<std::string_view> lines = trimmed_lines(text);
  NumberRows result;
  result.rows = static_cast<int64_t>(lines.size());
  result.values.reserve(lines.size() * static_cast<size_t>(columns));
  for (size_t i = 0; i < lines.size(); i++) {
    const int64_t got = append_numbers(lines[i], line_place(path, i), result.values);
    if (got == columns) continue;
    throw Error(ErrorCode::malformed_file, line_place(path, i),
                fmt::format("{} numbers in this line, expected {}", got, columns),
                i + 1 == lines.size() ? "the file may be cut short" : "");
  }
  return result;
}

std::vector<int32_t> read_whole_numbers(const fs::path& path) {
  const NumberRows rows = read_number_rows(path, 1);
  std::vector<int32_t> numbers;
  for (size_t i = 0; i < rows.values.size(); i++) {
    const float value = rows.values[i];
    // Floats hold whole numbers exactly up to 2^24; labels and people are far below.
    if (!(std::fabs(value) <= 0x1p24f) || value != std::floor(value)) {
      throw Error(ErrorCode::malformed_file, line_place(path, i),
                  fmt::format("{} is not a whole number", value));
    }
    numbers.push_back(static_cast<int32_t>(value));
  }
  return numbers;
}

}  // namespace mote
