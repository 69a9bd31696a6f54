// SPDX-License-Identifier: Apache-2.0
// What people see on the terminal.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "cli/command.h"

namespace mote {

// Prints a line for people: to stdout, or nowhere when the output is JSON or quiet is asked for.
void say(const Globals& globals, const std::string& line);

// A table with aligned columns; the first row is the heading, numbers are right-aligned.
std::string table(const std::vector<std::vector<std::string>>& rows);

// "error[E0301]: ...\n --> place\n = help: ...".
std::string error_text(const Error& error);
Json error_json(const Error& error);

std::string percent(double fraction);    // 0.9765 -> "97.65 %"
std::string cycles_text(double cycles);  // "3.42 M"

}  // namespace mote
