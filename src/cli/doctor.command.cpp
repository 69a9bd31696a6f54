// SPDX-License-Identifier: Apache-2.0
// mote doctor: is everything here that mote calls? Prints the exact fix for each gap.
#include <set>

#include "base/process.h"
#include "cli/console.h"
#include "data/dataset.h"
#include "target/target.h"

namespace mote {
namespace {

struct Check {
  std::string what, purpose, package;
  bool found;
  bool is_needed = true;  // else something nice is missing without it
};

std::vector<Check> checks() {
  std::vector<Check> list;
  std::set<std::string> compilers;
  for (const Target& target : all_targets()) {
    if (!compilers.insert(target.compiler).second) continue;
    list.push_back({target.compiler, "builds firmware for " + target.name, target.compiler_package,
                    find_program(target.compiler).has_value()});
  }
  list.push_back({"qemu-system-arm", "runs it on emulated boards", "qemu-system-arm",
                  find_program("qemu-system-arm").has_value()});
  list.push_back({"fashion-mnist", "data set of images", "dataset-fashion-mnist",
                  fs::exists("/usr/share/datasets/fashion-mnist")});
  for (const auto& [program, package] :
       {std::pair("clang", "clang"), std::pair("wasm-ld", "lld")}) {
    list.push_back({program, "puts networks into reports, to be tried in a browser", package,
                    find_program(program).has_value(), /*is_needed=*/false});
  }
  list.push_back({"arecord", "hears this machine's microphone", "alsa-utils",
                  find_program("arecord").has_value(), /*is_needed=*/false});
  return list;
}

CommandResult run(const Globals& globals) {
  CommandResult done;
  std::string missing, wished;
  std::vector<std::vector<std::string>> rows{{"", "tool", "what for"}};
  for (const Check& check : checks()) {
    rows.push_back({check.found       ? "ok"
                    : check.is_needed ? "MISSING"
                                      : "without",
                    check.what, check.purpose});
    done.json["checks"].push_back({{"name", check.what},
                                   {"found", check.found},
                                   {"needed", check.is_needed},
                                   {"package", check.package}});
    if (!check.found) (check.is_needed ? missing : wished) += " " + check.package;
  }
  say(globals, table(rows));
  if (!wished.empty()) say(globals, "for more: sudo apt-get install" + wished);
  if (missing.empty()) {
    say(globals, "everything is here; next: mote demo");
  } else {
    say(globals, "fix: sudo apt-get install" + missing);
    done.exit_code = exit_code(ErrorCode::missing_tool);
  }
  return done;
}

}  // namespace

extern const CommandDef command_doctor = {
    "doctor", "Check that compilers and emulators are installed",
    [](Options&, const Globals& globals) -> std::function<CommandResult()> {
      return [&globals] { return run(globals); };
    }};

}  // namespace mote
