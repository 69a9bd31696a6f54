// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <numeric>

#include "base/error.h"

namespace mote {
namespace {

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); j++) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

template <typename Function>
std::string mapped(std::string_view text, Function function) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(function(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = closest(word, candidates);
  return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
}

int64_t parse_size(std::string_view text, std::string_view option) {
  double number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, text.data() + text.size());
  const double factor = unit.empty() || unit == "B"                   ? 1.0
                        : unit == "K" || unit == "KiB" || unit == "k" ? 1024.0
                        : unit == "M" || unit == "MiB"                ? 1048576.0
                        : unit == "kB" || unit == "KB"                ? 1000.0
                        : unit == "MB"                                ? 1e6
                                                                      : 0.0;
  if (status != std::errc() || factor == 0.0 || !(number >= 0) || number > 1e12) {
    throw Error(ErrorCode::bad_option, std::string(option), fmt::format("'{}' is not a size", text),
                "write 32KiB, 16K or 20000");
  }
  return static_cast<int64_t>(number * factor);
}

double parse_frequency(const std::string& text, const std::string& option) {
  double number = 0;
  char unit = 0;
  char rest[8] = {0};
  const int got = std::sscanf(text.c_str(), "%lf %c%7s", &number, &unit, rest);
  const bool is_plain = got == 1 || (got == 3 && unit == 'H' && std::string(rest) == "z");
  const std::string_view prefixes = "kMG";
  const size_t prefix = got == 3 && std::string(rest) == "Hz" ? prefixes.find(unit) : prefixes.npos;
  const bool is_clock = number > 0 && std::isfinite(number);
  if (is_clock && is_plain) return number;
  if (is_clock && prefix != prefixes.npos) return number * std::pow(1e3, double(prefix + 1));
  throw Error(ErrorCode::bad_option, option, "'" + text + "' is no frequency",
              "write it like 48MHz");
}

std::string grouped(int64_t number) {
  std::string text = std::to_string(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = text.size(); at > first + 3;) text.insert(at -= 3, " ");
  return text;
}

std::string human_size(int64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  const double kib = static_cast<double>(bytes) / 1024;
  return kib < 1024 ? fmt::format("{:.1f} KiB", kib) : fmt::format("{:.1f} MiB", kib / 1024);
}

std::string identifier(std::string_view text) {
  std::string result = mapped(text, [](int c) { return std::isalnum(c) != 0 ? c : '_'; });
  if (result.empty() || std::isdigit(static_cast<unsigned char>(result[0])) != 0) {
    result.insert(0, "_");
  }
  return result;
}

std::string lower_case(std::string_view text) {
  return mapped(text, [](int c) { return std::tolower(c); });
}
std::string upper_case(std::string_view text) {
  return mapped(text, [](int c) { return std::toupper(c); });
}

std::string shortest(float value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, result.ptr};
}

}  // namespace mote
