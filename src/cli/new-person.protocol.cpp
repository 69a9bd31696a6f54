// SPDX-License-Identifier: Apache-2.0
// The protocol new-person, as users see it.
#include <algorithm>
#include <numbers>

#include "cli/console.h"
#include "cli/new_person.h"
#include "cli/protocol.h"
#include "report/plots.h"

namespace mote {
namespace {

constexpr const char* kNames[] = {"none", "filter", "alignment", "alignment, filter"};
constexpr double kNoticed = 0.005;  // half a point

struct Summary {
  double mean = 0, worst = 1;
  int64_t better = 0, worse = 0;  // people, by more than kNoticed
};

Summary summary_of(const std::vector<OnePerson>& people, Shares OnePerson::*shares,
                   size_t treatment) {
  Summary summary;
  for (const OnePerson& one : people) {
    const double share = (one.*shares)[treatment], none = (one.*shares)[kNone];
    summary.mean += share / static_cast<double>(people.size());
    summary.worst = std::min(summary.worst, share);
    summary.better += share > none + kNoticed ? 1 : 0;
    summary.worse += share < none - kNoticed ? 1 : 0;
  }
  return summary;
}

void add_summaries(const std::string& worn, const std::vector<OnePerson>& people,
                   Shares OnePerson::*shares, std::vector<std::vector<std::string>>& rows,
                   Json& json) {
  for (size_t i = 0; i < kTreatments; i++) {
    const Summary one = summary_of(people, shares, i);
    rows.push_back({worn, kNames[i], percent(one.mean), percent(one.worst),
                    fmt::format("{}", one.better), fmt::format("{}", one.worse)});
    json.push_back({{"worn", worn},
                    {"treatment", kNames[i]},
                    {"mean", one.mean},
                    {"worst", one.worst},
                    {"better", one.better},
                    {"worse", one.worse}});
  }
}

// Everybody, from who is recognized worst untreated.
ReportSection people_section(std::vector<OnePerson> people, Shares OnePerson::*shares,
                             const std::string& title) {
  std::stable_sort(people.begin(), people.end(), [&](const OnePerson& a, const OnePerson& b) {
    return (a.*shares)[kNone] < (b.*shares)[kNone];
  });
  ReportSection section{title, "People in the order of what is right untreated."};
  section.rows = {{"person"}};
  std::vector<Curve> curves;
  for (size_t i = 0; i < kTreatments; i++) {
    section.rows[0].push_back(kNames[i]);
    curves.push_back({kNames[i], {}});
  }
  for (size_t p = 0; p < people.size(); p++) {
    std::vector<std::string>& row = section.rows.emplace_back();
    row.push_back(std::to_string(people[p].person));
    for (size_t i = 0; i < kTreatments; i++) {
      const double share = (people[p].*shares)[i];
      row.push_back(percent(share));
      curves[i].points.push_back({static_cast<double>(p + 1), 100 * share});
    }
  }
  section.plot = curve_plot(curves, "people", "right, %");
  return section;
}

CommandResult run(const LearnOptions& options, const Globals& globals, Report& report) {
  const Target& target = find_target(options.target);
  const Material material = material_of(options);
  NewPersonRequest request{options};
  request.folds = options.folds;
  const NewPerson result = new_person(material, target, request);
  std::vector<std::vector<std::string>> rows{
      {"sensor", "treatment", "mean", "worst", "people better", "worse"}};
  CommandResult done;
  add_summaries("as in training", result.people, &OnePerson::as_worn, rows, done.json["summaries"]);
  add_summaries(fmt::format("turned by {:.0f} degrees", request.turn * 180 / std::numbers::pi),
                result.people, &OnePerson::turned, rows, done.json["summaries"]);
  add_summaries("turned in the first recording only", result.people, &OnePerson::put_right, rows,
                done.json["summaries"]);
  say(globals, table(rows));
  report.sections.push_back({.title = "People the network does not know", .rows = rows});
  report.sections.push_back(people_section(result.people, &OnePerson::as_worn, "As in training"));
  report.sections.push_back(people_section(result.people, &OnePerson::turned, "Turned"));
  const Measurement& m = result.repetition.measured;
  const bool is_exact = result.repetition.differing == 0;
  say(globals, fmt::format("{} people; {} steps on {}: {}", result.people.size(), m.inferences,
                           m.board, is_exact ? "the same bits as here" : "other bits than here"));
  for (const OnePerson& one : result.people) {
    done.json["people"].push_back({{"person", one.person},
                                   {"as_worn", one.as_worn},
                                   {"turned", one.turned},
                                   {"put_right", one.put_right}});
  }
  done.json["bit_exact"] = is_exact;
  done.exit_code = is_exact ? 0 : 1;
  return done;
}

}  // namespace

extern const ProtocolDef protocol_new_person = {
    "new-person", "streams of people the network does not know, without labels", run};

}  // namespace mote
