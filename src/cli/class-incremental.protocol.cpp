// SPDX-License-Identifier: Apache-2.0
// The protocol class-incremental, as users see it.
#include "base/text.h"
#include "cli/class_incremental.h"
#include "cli/console.h"
#include "cli/protocol.h"
#include "report/plots.h"

namespace mote {
namespace {

void say_result(const ClassIncremental& result, double joint, bool compares, const Globals& globals,
                Report& report) {
  std::vector<std::vector<std::string>> rows{
      {"known from the start", "before", "all", "old", "new", "real numbers", "nearest mean"}};
  const auto add = [&](const std::string& name, const LearntSet& one) {
    rows.push_back({name, percent(one.before), percent(one.all), percent(one.old),
                    percent(one.fresh), percent(one.in_real_numbers), percent(one.nearest_mean)});
  };
  for (const LearntSet& one : result.sets) {
    add(lower_case(fmt::format("{}", fmt::join(one.old_classes, " "))), one);
  }
  add("mean", result.mean);
  say(globals, table(rows));
  report.sections.push_back({.title = "What is known afterwards", .rows = rows});
  say(globals, fmt::format("the model given, which knows all classes: {}", percent(joint)));
  if (compares) {
    say(globals,
        fmt::format("all classes in other ways: by features of the last block {}, by a last "
                    "layer with replay {}, by training from scratch with the same labels {}",
                    percent(result.mean.last_block), percent(result.mean.replay),
                    percent(result.mean.from_scratch)));
  }
  say_repetition(result.repetition, result.state_bytes, globals);
}

ReportSection over_time(const ClassIncremental& result) {
  ReportSection section{"Learning, window by window"};
  section.text = "All, old and new classes of test people; mean over the sets, their first draw.";
  section.rows = {{"labelled windows", "all", "old", "new"}};
  Curve all{"all", {}}, old{"old", {}}, fresh{"new", {}};
  for (const LearntSoFar& one : result.over_time) {
    const auto windows = static_cast<double>(one.windows);
    all.points.push_back({windows, 100 * one.all});
    old.points.push_back({windows, 100 * one.old});
    fresh.points.push_back({windows, 100 * one.fresh});
    section.rows.push_back(
        {std::to_string(one.windows), percent(one.all), percent(one.old), percent(one.fresh)});
  }
  section.plot = curve_plot({all, old, fresh}, "labelled windows learnt", "right, %");
  return section;
}

Json json_of(const ClassIncremental& result, double joint) {
  const LearntSet& mean = result.mean;
  Json json{{"accuracy_before", mean.before},
            {"accuracy_after", mean.all},
            {"accuracy_joint", joint},
            {"old", mean.old},
            {"new", mean.fresh},
            {"forgetting", mean.before - mean.old},
            {"accuracy_real_numbers", mean.in_real_numbers},
            {"accuracy_nearest_mean", mean.nearest_mean},
            {"ram_bytes", result.repetition.measured.ram_bytes},
            {"flash_bytes", result.repetition.measured.flash_bytes},
            {"state_bytes", result.state_bytes},
            {"bit_exact", result.repetition.differing == 0}};
  if (result.repetition.measured.counted) {
    json["instructions_update"] = result.repetition.instructions_update;
    json["instructions_learn"] = result.repetition.instructions_learn;
    json["instructions_run"] = result.repetition.instructions_run;
  }
  for (const LearntSoFar& one : result.over_time) {
    json["over_time"].push_back(
        {{"windows", one.windows}, {"all", one.all}, {"old", one.old}, {"new", one.fresh}});
  }
  for (const LearntSet& one : result.sets) {
    json["sets"].push_back({{"old_classes", one.old_classes},
                            {"before", one.before},
                            {"after", one.all},
                            {"old", one.old},
                            {"new", one.fresh}});
  }
  return json;
}

ClassIncrementalRequest request_of(const LearnOptions& options) {
  ClassIncrementalRequest request{options};
  request.sets = options.sets;
  request.draws = options.draws;
  request.windows = options.windows;
  request.compares = options.compare;
  return request;
}

CommandResult run(const LearnOptions& options, const Globals& globals, Report& report) {
  const Target& target = find_target(options.target);
  const Material material = material_of(options);
  const ClassIncremental result = class_incremental(material, target, request_of(options));
  const auto joint = material.tested(material.quantized(material.real()));
  say_result(result, joint ? joint->accuracy : 0, options.compare, globals, report);
  report.sections.push_back(over_time(result));
  Json json = json_of(result, joint ? joint->accuracy : 0);
  if (options.compare) {
    json["compared"] = {{"last_block", result.mean.last_block},
                        {"replay", result.mean.replay},
                        {"from_scratch", result.mean.from_scratch}};
  }
  return {result.repetition.differing == 0 ? 0 : 1, json};
}

}  // namespace

extern const ProtocolDef protocol_class_incremental = {
    "class-incremental",
    "trained on half of the classes, the others learnt from windows of other people", run};

}  // namespace mote
