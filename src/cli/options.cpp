// SPDX-License-Identifier: Apache-2.0
#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "base/error.h"

namespace mote {
namespace {

constexpr int64_t kLargestCount = 1'000'000'000;

Options::Verb described(const CLI::App& app) {
  Options::Verb verb{app.get_name(), app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    const bool is_positional = option->get_positional();
    Options::Option one{option->get_name(is_positional, !is_positional),
                        option->get_description(),
                        {},
                        !is_positional && option->get_items_expected_max() > 0};
    // "TEXT:{one,two}"
    const std::string type = option->get_type_name();
    const size_t begin = type.find('{');
    std::istringstream words(
        begin == std::string::npos ? "" : type.substr(begin + 1, type.size() - begin - 2));
    for (std::string word; std::getline(words, word, ',');) one.choices.push_back(word);
    verb.options.push_back(std::move(one));
  }
  for (const CLI::App* sub : app.get_subcommands({})) verb.verbs.push_back(described(*sub));
  return verb;
}

}  // namespace

Options::Verb Options::program() const {
  const CLI::App* app = &app_;
  while (app->get_parent() != nullptr) app = app->get_parent();
  return described(*app);
}

void Options::positional(const std::string& name, std::string& value, const std::string& help) {
  app_.add_option(name, value, help)->required();
}

void Options::maybe(const std::string& name, std::string& value, const std::string& help) {
  app_.add_option(name, value, help);
}

void Options::positional_choice(const std::string& name, std::string& value,
                                const std::string& help, const std::vector<std::string>& choices) {
  app_.add_option(name, value, help)->required()->check(CLI::IsMember(choices));
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
  app_.add_option(names, value, help)->check(CLI::Range(int64_t{0}, kLargestCount));
}

void Options::flag(const std::string& names, bool& value, const std::string& help) {
  app_.add_flag(names, value, help);
}

void Options::preset(const std::string& name, const std::vector<std::string>& values) {
  CLI::Option* option = app_.get_option_no_throw("--" + name);
  if (option == nullptr) option = app_.get_option_no_throw(name);
  if (option == nullptr) return;
  try {
    option->required(false)->run_callback_for_default();
    if (values.size() == 1) {
      option->default_val(values[0]);
    } else {
      option->default_val(values);
    }
  } catch (const CLI::Error& error) {
    throw Error(ErrorCode::bad_option, "--" + name, error.what());
  }
}

Options Options::subcommand(const std::string& name, const std::string& help) {
  CLI::App* verb = app_.add_subcommand(name, help);
  verb->fallthrough();
  app_.require_subcommand(1);
  return Options(*verb);
}

}  // namespace mote
