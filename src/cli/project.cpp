// SPDX-License-Identifier: Apache-2.0
#include "cli/project.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

namespace mote {
namespace {

std::string place_of(const toml::source_region& source) {
  return fmt::format("{}:{}:{}", kProjectFile, source.begin.line, source.begin.column);
}

// "--max-drop" of "-m,--max-drop"; the name itself of what stands by itself.
std::string key_of(const Options::Option& option) {
  const size_t dashes = option.names.find("--");
  return dashes == std::string::npos ? option.names : option.names.substr(dashes + 2);
}

std::vector<std::string> keys_of(const Options::Verb& verb) {
  std::vector<std::string> keys;
  for (const Options::Option& option : verb.options) keys.push_back(key_of(option));
  return keys;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// As the command line would have it.
std::vector<std::string> words_of(const toml::node& node) {
  std::vector<std::string> words;
  if (const auto text = node.value_exact<std::string>()) {
    words = {*text};
  } else if (const auto truth = node.value_exact<bool>()) {
    words = {*truth ? "true" : "false"};
  } else if (const auto whole = node.value_exact<int64_t>()) {
    words = {std::to_string(*whole)};
  } else if (const auto real = node.value_exact<double>()) {
    words = {fmt::format("{}", *real)};
  } else if (const toml::array* const list = node.as_array()) {
    for (const toml::node& one : *list) {
      const std::vector<std::string> own = words_of(one);
      words.insert(words.end(), own.begin(), own.end());
    }
  } else {
    throw Error(ErrorCode::bad_option, place_of(node.source()), "is nothing that an option takes");
  }
  return words;
}

Error unknown(const toml::key& key, const std::string& what,
              const std::vector<std::string>& known) {
  const std::string name(key.str());
  const std::string near = did_you_mean(name, known);
  return {ErrorCode::bad_option, place_of(key.source()), fmt::format("'{}' is no {}", name, what),
          near.empty() ? "'mote VERB --help' lists the options" : near};
}

toml::table read_project() {
  if (!fs::exists(kProjectFile)) return {};
  try {
    return toml::parse_file(kProjectFile);
  } catch (const toml::parse_error& problem) {
    throw Error(ErrorCode::malformed_file, place_of(problem.source()),
                std::string(problem.description()),
                "texts stand in quotes, as in data = \"moves\"");
  }
}

// MOTE_MAX_DROP of "max-drop".
std::string variable_of(const std::string& key) {
  std::string name = "MOTE_" + upper_case(key);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace

std::vector<Preset> presets_of(const std::string& verb, const Options::Verb& program) {
  std::vector<std::string> verbs{"project"}, all, own;
  for (const Options::Verb& one : program.verbs) {
    const std::vector<std::string> keys = keys_of(one);
    verbs.push_back(one.name);
    all.insert(all.end(), keys.begin(), keys.end());
    if (one.name == verb) own = keys;
  }
  const toml::table file = read_project();
  for (const auto& [name, node] : file) {
    const toml::table* const section = node.as_table();
    if (!contains(verbs, name.str()) || section == nullptr) throw unknown(name, "verb", verbs);
    const bool is_common = name.str() == "project";
    for (const auto& [key, value] : *section) {
      const bool is_own = name.str() == verb;
      if ((is_common && !contains(all, key.str())) || (is_own && !contains(own, key.str()))) {
        throw unknown(key, is_common ? "option of any verb" : "option of " + verb,
                      is_common ? all : own);
      }
    }
  }
  std::map<std::string, Preset> settings;
  for (const std::string& name : {std::string("project"), verb}) {
    const toml::table* const section = file[name].as_table();
    if (section == nullptr) continue;
    for (const auto& [key, node] : *section) {
      if (!contains(own, key.str())) continue;
      settings[std::string(key.str())] = {std::string(key.str()), words_of(node),
                                          place_of(node.source())};
    }
  }
  for (const std::string& key : own) {
    const std::string variable = variable_of(key);
    const char* const value = std::getenv(variable.c_str());
    if (value != nullptr) settings[key] = {key, {value}, variable};
  }
  std::vector<Preset> found;
  for (const auto& [key, setting] : settings) found.push_back(setting);
  return found;
}

void apply_presets(const std::string& verb, Options options) {
  for (const Preset& setting : presets_of(verb, options.program())) {
    try {
      options.preset(setting.key, setting.values);
    } catch (const Error& error) {
      throw Error(error.code, setting.place, error.message, error.help);
    }
  }
}

}  // namespace mote
