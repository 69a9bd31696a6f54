// SPDX-License-Identifier: Apache-2.0
#include "cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace mote {
namespace {

// Characters, not bytes, so that columns with UTF-8 line up.
size_t width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.,+-eE %KMGiB") == std::string::npos;
}

bool colored() {
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(STDERR_FILENO) != 0 && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

void say(const Globals& globals, const std::string& line) {
  if (globals.json || globals.quiet) return;
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); i++) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (size_t r = 0; r < rows.size(); r++) {
    std::string line;
    for (size_t i = 0; i < rows[r].size(); i++) {
      const std::string& cell = rows[r][i];
      const std::string space(widths[i] - width(cell), ' ');
      const size_t next = std::min(r == 0 ? size_t{1} : r, rows.size() - 1);
      const bool right =
          is_number(cell) || (r == 0 && i < rows[next].size() && is_number(rows[next][i]));
      line += (i == 0 ? "  " : "   ") + (right ? space + cell : cell + space);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + (r + 1 < rows.size() ? "\n" : "");
  }
  return text;
}

std::string error_text(const Error& error) {
  const std::string label = fmt::format("error[{}]", error_label(error.code));
  std::string text = colored() ? "\x1b[1;31m" + label + "\x1b[0m" : label;
  text += ": " + error.message;
  if (!error.place.empty()) text += "\n  --> " + error.place;
  if (!error.help.empty()) text += "\n   = help: " + error.help;
  return text;
}

Json error_json(const Error& error) {
  return {{"schema", 1},
          {"error",
           {{"code", error_label(error.code)},
            {"message", error.message},
            {"place", error.place},
            {"help", error.help}}}};
}

std::string percent(double fraction) {
  return fmt::format("{:.2f} %", 100 * fraction);
}

std::string cycles_text(double cycles) {
  if (cycles >= 1e6) return fmt::format("{:.2f} M", cycles / 1e6);
  return cycles >= 1e4 ? fmt::format("{:.1f} K", cycles / 1e3) : fmt::format("{:.0f}", cycles);
}

}  // namespace mote
