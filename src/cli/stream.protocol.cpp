// SPDX-License-Identifier: Apache-2.0
// The protocol stream, as users see it.
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli/console.h"
#include "cli/protocol.h"
#include "cli/transitions.h"
#include "report/plots.h"

namespace mote {
namespace {

std::vector<std::string> row_of(const std::string& name, const Decided& one) {
  return {name, percent(one.accuracy), fmt::format("{:.3f}", one.macro_f1),
          fmt::format("{:.3f}", one.rare_f1), fmt::format("{:.0f}", one.changes_per_hour)};
}

Json json_of(const Decided& one) {
  return {{"accuracy", one.accuracy},
          {"macro_f1", one.macro_f1},
          {"new_f1", one.rare_f1},
          {"changes_per_hour", one.changes_per_hour}};
}

CommandResult run(const LearnOptions& options, const Globals& globals, Report& report) {
  const Target& target = find_target(options.target);
  const Material material = material_of(options);
  TransitionsRequest request{options};
  request.windows = options.windows;
  request.draws = options.draws;
  const Transitions result = transitions(material, target, request);
  const std::string known = fmt::format("{}", fmt::join(result.known, " "));
  const std::string fresh = fmt::format("{}", fmt::join(result.fresh, " "));
  say(globals, "known from the start: " + lower_case(known));
  say(globals, "learnt: " + lower_case(fresh));
  const std::vector<std::vector<std::string>> rows{
      {"decided", "accuracy", "macro F1", "of new ones", "changes an hour"},
      row_of("at once", result.at_once),
      row_of(fmt::format("{} windows later", Persistence().delay), result.late)};
  say(globals, table(rows));
  std::vector<std::string> classes = result.known;
  classes.insert(classes.end(), result.fresh.begin(), result.fresh.end());
  report.sections.push_back({.title = "Decided", .rows = rows});
  report.sections.push_back(
      {.title = "What is taken for what",
       .text = "First draw, with the filter; the classes learnt on the device come last.",
       .plot = confusion_plot(classes, {{"filtered", result.confusion}})});
  const Measurement& m = result.repetition.measured;
  const bool is_exact = result.repetition.differing == 0;
  say(globals,
      fmt::format("{:.1f} hours, in which the labels change {:.0f} times an hour; {} steps "
                  "on {}: {}",
                  result.hours, result.wanted_changes_per_hour, m.inferences, m.board,
                  is_exact ? "the same bits as here" : "other bits than here"));
  CommandResult done;
  done.json = {{"known", result.known},
               {"new", result.fresh},
               {"at_once", json_of(result.at_once)},
               {"late", json_of(result.late)},
               {"hours", result.hours},
               {"label_changes_per_hour", result.wanted_changes_per_hour},
               {"confusion", result.confusion},
               {"bit_exact", is_exact}};
  done.exit_code = is_exact ? 0 : 1;
  return done;
}

}  // namespace

extern const ProtocolDef protocol_stream = {
    "stream", "rare classes learnt, then continuous recordings of test people", run};

}  // namespace mote
