// SPDX-License-Identifier: Apache-2.0
#include "cli/options.h"

#include <CLI/CLI.hpp>

namespace mote {

void Options::positional(const std::string& name, std::string& value, const std::string& help) {
  app_.add_option(name, value, help)->required();
}

void Options::text(const std::string& names, std::string& value, const std::string& help) {
  app_.add_option(names, value, help)->capture_default_str();
}

void Options::required(const std::string& names, std::string& value, const std::string& help) {
  app_.add_option(names, value, help)->required();
}

void Options::choice(const std::string& names, std::string& value, const std::string& help,
                     const std::vector<std::string>& choices) {
  app_.add_option(names, value, help)->check(CLI::IsMember(choices))->capture_default_str();
}

void Options::list(const std::string& names, std::vector<std::string>& values,
                   const std::string& help) {
  app_.add_option(names, values, help);
}

void Options::count(const std::string& names, int64_t& value, const std::string& help) {
  app_.add_option(names, value, help)->check(CLI::NonNegativeNumber);
}

void Options::flag(const std::string& names, bool& value, const std::string& help) {
  app_.add_flag(names, value, help);
}

Options Options::subcommand(const std::string& name, const std::string& help) {
  CLI::App* verb = app_.add_subcommand(name, help);
  verb->fallthrough();
  app_.require_subcommand(1);
  return Options(*verb);
}

}  // namespace mote
