// SPDX-License-Identifier: Apache-2.0
// Reads the embedded device/targets/*.toml; a target is registered by its file.
#include "target/target.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cassert>

#include "base/embedded.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

namespace mote {
namespace {

// The files are part of the program: a missing key is a mistake in mote, not of its user.
template <typename T>
T required(const toml::table& table, const char* key) {
  const auto value = table[key].value<T>();
  assert(value.has_value() && "every key of device/targets/*.toml is required");
  return *value;
}

std::vector<std::string> words(const toml::table& table, const char* key) {
  const toml::array* array = table[key].as_array();
  assert(array != nullptr && "a list of words in device/targets/*.toml");
  std::vector<std::string> result;
  for (const toml::node& node : *array) result.push_back(node.value<std::string>().value());
  return result;
}

Board parse_board(const toml::table& table) {
  Board board;
  board.name = required<std::string>(table, "name");
  board.machine = required<std::string>(table, "machine");
  board.flash_origin = required<uint32_t>(table, "flash_origin");
  board.flash_bytes = required<uint32_t>(table, "flash_bytes");
  board.ram_origin = required<uint32_t>(table, "ram_origin");
  board.ram_bytes = required<uint32_t>(table, "ram_bytes");
  return board;
}

Target parse_target(std::string_view path) {
  const toml::table table = toml::parse(embedded_file(path), path);
  Target target;
  target.name = fs::path(path).stem().string();
  target.summary = required<std::string>(table, "summary");
  target.kernel_folders = words(table, "kernel_folders");
  target.compiler = required<std::string>(table, "compiler");
  target.compiler_package = required<std::string>(table, "compiler_package");
  target.flags = words(table, "flags");
  target.cycle_model = required<std::string>(table, "cycle_model");
  target.cycles_are_exact = required<bool>(table, "cycles_are_exact");
  if (const toml::array* boards = table["board"].as_array()) {
    for (const toml::node& board : *boards) target.boards.push_back(parse_board(*board.as_table()));
  }
  return target;
}

std::vector<Target> parse_all() {
  std::vector<Target> targets;
  for (const std::string_view path : embedded_files("targets/")) {
    targets.push_back(parse_target(path));
  }
  std::stable_partition(targets.begin(), targets.end(),
                        [](const Target& target) { return target.name == "host"; });
  return targets;
}

}  // namespace

const std::vector<Target>& all_targets() {
  static const std::vector<Target> targets = parse_all();
  return targets;
}

const Target& find_target(const std::string& name) {
  std::vector<std::string> names;
  for (const Target& target : all_targets()) {
    if (target.name == name) return target;
    names.push_back(target.name);
  }
  std::string known;
  for (const std::string& each : names) known += (known.empty() ? "" : ", ") + each;
  const std::string hint = did_you_mean(name, names);
  throw Error(ErrorCode::bad_option, "target '" + name + "'", "is not known",
              (hint.empty() ? "" : hint + " ") + "targets: " + known);
}

}  // namespace mote
