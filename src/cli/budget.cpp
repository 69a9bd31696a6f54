// SPDX-License-Identifier: Apache-2.0
#include "cli/budget.h"

#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "base/text.h"

namespace mote {
namespace {

double number_of(const std::string& text, const std::string& option, const std::string& help) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (!text.empty() && *end == 0 && number >= 0 && std::isfinite(number)) return number;
  throw Error(ErrorCode::bad_option, option, "'" + text + "' is no number", help);
}

// "50ms@48MHz" -> cycles.
double latency_cycles(const std::string& text) {
  const std::string help = "say how long a run may take at which clock, as in 50ms@48MHz";
  const size_t at = text.find('@');
  const size_t unit = text.find_first_not_of("0123456789.");
  const std::string name = unit == text.npos ? "" : text.substr(unit, at - unit);
  const double second = name == "s" ? 1 : name == "ms" ? 1e-3 : name == "us" ? 1e-6 : 0;
  if (at == text.npos || second == 0)
    throw Error(ErrorCode::bad_option, "--latency", "'" + text + "' is no time at a clock", help);
  const double time = number_of(text.substr(0, unit), "--latency", help);
  return time * second * parse_frequency(text.substr(at + 1), "--latency");
}

}  // namespace

Budget parse_budget(const std::string& flash, const std::string& ram, const std::string& latency,
                    const std::string& max_drop) {
  Budget budget;
  const auto bytes = [](const std::string& text, const char* option) {
    return text.empty() ? kUnlimited : static_cast<double>(parse_size(text, option));
  };
  budget.flash = bytes(flash, "--flash");
  budget.ram = bytes(ram, "--ram");
  if (!latency.empty()) budget.cycles = latency_cycles(latency);
  if (!max_drop.empty()) {
    budget.max_drop = number_of(max_drop, "--max-drop", "points of accuracy, as in 1 or 0.5") / 100;
  }
  return budget;
}

}  // namespace mote
