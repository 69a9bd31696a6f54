// SPDX-License-Identifier: Apache-2.0
// The protocol drift, as users see it.
#include "cli/drift.h"

#include <charconv>
#include <sstream>

#include "base/text.h"
#include "cli/console.h"
#include "cli/protocol.h"
#include "report/plots.h"

namespace mote {
namespace {

// "1,3,10"
std::vector<int64_t> parse_labels(const std::string& text) {
  constexpr int64_t most = 1000;
  std::vector<int64_t> labels;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    const char* const end = word.data() + word.size();
    int64_t number = 0;
    const auto [stop, status] = std::from_chars(word.data(), end, number);
    if (status != std::errc() || stop != end || number < 1 || number > most) {
      throw Error(ErrorCode::bad_option, "--labels", fmt::format("'{}' is not 1 to {}", word, most),
                  "as in --labels 1,3,10");
    }
    labels.push_back(number);
  }
  if (!labels.empty()) return labels;
  throw Error(ErrorCode::bad_option, "--labels", "is empty", "as in --labels 1,3,10");
}

DriftRequest request_of(const LearnOptions& options) {
  DriftRequest request{options};
  request.networks = options.networks;
  request.draws = options.draws;
  request.labels = parse_labels(options.labels);
  request.logarithms = options.logarithms;
  request.retrained = options.retrained;
  return request;
}

void say_accuracies(const Drift& result, const Globals& globals, Report& report) {
  std::vector<Curve> curves;
  std::vector<std::vector<std::string>> rows{{"right in batch"}};
  for (const int32_t batch : result.batches) rows[0].push_back(std::to_string(batch));
  rows[0].push_back(fmt::format("{} on", result.batches[1]));
  const auto add = [&](const std::string& name, const ByBatch& accuracies) {
    if (accuracies.empty()) return;
    rows.push_back({name});
    for (const double accuracy : accuracies) rows.back().push_back(percent(accuracy));
    rows.back().push_back(percent(mean_of_later(accuracies)));
    Curve& curve = curves.emplace_back(Curve{name, {}});
    for (size_t i = 0; i < accuracies.size(); i++) {
      curve.points.push_back({static_cast<double>(result.batches[i]), 100 * accuracies[i]});
    }
  };
  add("no labels: frozen", result.frozen);
  add("no labels: restandardized", result.restandardized);
  for (const Relearnt& one : result.relearnt) {
    const std::string labels = fmt::format("{} of each class: ", one.labels);
    add(labels + "learnt", one.learnt);
    add(labels + "in real numbers", one.in_real_numbers);
    add(labels + "retrained", one.retrained);
  }
  say(globals, table(rows));
  report.sections.push_back({.title = "Batch after batch",
                             .plot = curve_plot(curves, "batch", "right, %"),
                             .rows = rows});
}

Json json_of(const ByBatch& accuracies) {
  return {{"batches", accuracies}, {"later", mean_of_later(accuracies)}};
}

Json json_of(const Drift& result) {
  Json json{{"batches", result.batches},
            {"frozen", json_of(result.frozen)},
            {"restandardized", json_of(result.restandardized)},
            {"ram_bytes", result.repetition.measured.ram_bytes},
            {"flash_bytes", result.repetition.measured.flash_bytes},
            {"state_bytes", result.state_bytes},
            {"bit_exact", result.repetition.differing == 0}};
  if (result.repetition.measured.counted) {
    json["instructions_update"] = result.repetition.instructions_update;
    json["instructions_learn"] = result.repetition.instructions_learn;
    json["instructions_run"] = result.repetition.instructions_run;
  }
  for (const Relearnt& one : result.relearnt) {
    Json row{{"labels", one.labels},
             {"learnt", json_of(one.learnt)},
             {"real_numbers", json_of(one.in_real_numbers)}};
    if (!one.retrained.empty()) row["retrained"] = json_of(one.retrained);
    json["relearnt"].push_back(row);
  }
  return json;
}

CommandResult run(const LearnOptions& options, const Globals& globals, Report& report) {
  const DriftRequest request = request_of(options);
  const Target& target = find_target(options.target);
  const Material material = material_of(options);
  const Drift result = drift(material, target, request);
  say_accuracies(result, globals, report);
  say_repetition(result.repetition, result.state_bytes, globals);
  return {result.repetition.differing == 0 ? 0 : 1, json_of(result)};
}

}  // namespace

extern const ProtocolDef protocol_drift = {
    "drift", "sensors that age, in each batch of samples followed by a few labels of each class",
    run};

}  // namespace mote
