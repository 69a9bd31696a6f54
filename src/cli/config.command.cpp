// SPDX-License-Identifier: Apache-2.0
// mote config: what verbs take where the command line does not say, and where that stands.
#include <fmt/ranges.h>

#include <memory>

#include "cli/console.h"
#include "cli/project.h"

namespace mote {
namespace {

CommandResult run(const std::string& verb, const Options::Verb& program, const Globals& globals) {
  CommandResult done;
  done.json["settings"] = Json::array();
  std::vector<std::vector<std::string>> rows{{"verb", "option", "is", "says"}};
  bool is_known = verb.empty();
  for (const Options::Verb& one : program.verbs) {
    if (!verb.empty() && one.name != verb) continue;
    is_known = true;
    for (const Preset& setting : presets_of(one.name, program)) {
      done.json["settings"].push_back({{"verb", one.name},
                                       {"option", setting.key},
                                       {"values", setting.values},
                                       {"place", setting.place}});
      rows.push_back({one.name, setting.key, fmt::format("{}", fmt::join(setting.values, " ")),
                      setting.place});
    }
  }
  if (!is_known) {
    throw Error(ErrorCode::bad_option, "mote config", fmt::format("there is no verb '{}'", verb),
                "'mote --help' lists all verbs");
  }
  say(globals, rows.size() > 1 ? table(rows)
                               : fmt::format("nothing: no {} here, no MOTE_... in the environment",
                                             kProjectFile));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto verb = std::make_shared<std::string>();
  app.maybe("verb", *verb, "Only what this one takes");
  return [verb, app, &globals] { return run(*verb, app.program(), globals); };
}

}  // namespace

extern const CommandDef command_config = {
    "config", "What verbs take where the command line does not say", define};

}  // namespace mote
