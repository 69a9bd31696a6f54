// SPDX-License-Identifier: Apache-2.0
// mote data info: what a data set holds.
#include <algorithm>
#include <memory>
#include <set>

#include "base/text.h"
#include "cli/console.h"
#include "data/dataset.h"

namespace mote {
namespace {

std::set<int32_t> people_of(const Dataset& dataset) {
  std::set<int32_t> people(dataset.train.person.begin(), dataset.train.person.end());
  people.insert(dataset.test.person.begin(), dataset.test.person.end());
  return people;
}

std::string class_table(const Dataset& dataset) {
  std::vector<std::vector<std::string>> rows{{"class", "train", "test"}};
  for (size_t c = 0; c < dataset.classes.size(); c++) {
    const auto count = [c](const Split& split) {
      return grouped(std::count(split.y.begin(), split.y.end(), static_cast<int32_t>(c)));
    };
    rows.push_back({dataset.classes[c], count(dataset.train), count(dataset.test)});
  }
  return table(rows);
}

CommandResult info(const std::string& source, const Globals& globals) {
  const Dataset dataset = read_dataset(source);
  const std::set<int32_t> people = people_of(dataset);
  const Json rate = dataset.rate_hz > 0 ? Json(dataset.rate_hz) : Json(nullptr);
  CommandResult done;
  done.json = {
      {"name", dataset.name},           {"format", dataset.format},
      {"synthetic", dataset.synthetic}, {"samples", dataset.train.size() + dataset.test.size()},
      {"shape", dataset.shape},         {"classes", dataset.classes},
      {"channels", dataset.channels},   {"rate_hz", rate},
      {"people", people.size()},        {"train", dataset.train.size()},
      {"test", dataset.test.size()}};
  say(globals, fmt::format("{}{}   format {}   samples of {}{}", dataset.name,
                           dataset.synthetic ? " (synthetic)" : "", dataset.format,
                           fmt::join(dataset.shape, "x"),
                           dataset.rate_hz > 0 ? fmt::format(" at {:g} Hz", dataset.rate_hz) : ""));
  say(globals,
      fmt::format("{} train, {} test, {}", grouped(dataset.train.size()),
                  grouped(dataset.test.size()),
                  people.empty() ? "people unknown"
                                 : fmt::format("{} people, split by person", people.size())));
  if (!dataset.channels.empty())
    say(globals, fmt::format("channels {}", fmt::join(dataset.channels, " ")));
  for (const std::string& note : dataset.notes) say(globals, note);
  if (!dataset.notes.empty()) done.json["notes"] = dataset.notes;
  say(globals, class_table(dataset));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto source = std::make_shared<std::string>();
  app.subcommand("info", "Format, classes, people and sizes of a data set")
      .positional("data", *source, "A path, or the name of a built-in data set");
  return [source, &globals] { return info(*source, globals); };
}

}  // namespace

extern const CommandDef command_data = {"data", "Look at data sets", define};

}  // namespace mote
