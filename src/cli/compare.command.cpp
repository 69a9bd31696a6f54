// SPDX-License-Identifier: Apache-2.0
// mote compare: what two models take on a target, and what they say of the same samples.
#include <algorithm>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/model.h"

namespace mote {
namespace {

struct Choices {
  std::string first, second, target = "cortex-m0";
  SampleOptions samples;
};

struct Side {
  std::string name;
  Graph graph;
  Measurement measured;
  Score score;
};

Side side_of(const std::string& path, const Choices& options, const Target& target) {
  Side side{fs::path(path).filename().string(), load_model(path), {}, {}};
  const Samples samples = read_samples(options.samples, side.graph);
  const TemporaryFolder folder;
  const std::string library = (folder.path() / "library").string();
  write_library(generate_library(side.graph, "net", target), library);
  const Samples one{1, {samples.inputs.at(0)}, {}};
  side.measured = run_library(library, target, one).measurement;
  side.score = score(side.graph, samples, evaluate_all(side.graph, samples));
  return side;
}

// Both, and by how much the second is more.
std::vector<std::string> row(const std::string& what, double before, double after) {
  const double change = before > 0 ? 100 * (after / before - 1) : 0;
  return {what, grouped(std::llround(before)), grouped(std::llround(after)),
          fmt::format("{:+.1f} %", change)};
}

Json side_json(const Side& side) {
  const Measurement& m = side.measured;
  Json json = {{"model", side.name},
               {"flash_bytes", m.flash_bytes},
               {"weight_bytes", m.weight_bytes},
               {"ram_bytes", m.ram_bytes}};
  if (m.counted) json.update({{"instructions", m.instructions}, {"cycles", m.cycles}});
  json.update(score_json(side.score));
  json.erase("confusion");
  return json;
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Target& target = find_target(options.target);
  const Side before = side_of(options.first, options, target);
  const Side after = side_of(options.second, options, target);
  const Measurement &a = before.measured, &b = after.measured;
  std::vector<std::vector<std::string>> rows{{"", before.name, after.name, "change"}};
  const auto number = [](int64_t count) { return static_cast<double>(count); };
  rows.push_back(row("flash, bytes", number(a.flash_bytes), number(b.flash_bytes)));
  rows.push_back(row("of these constants", number(a.weight_bytes), number(b.weight_bytes)));
  rows.push_back(row("RAM, bytes", number(a.ram_bytes), number(b.ram_bytes)));
  if (a.counted && b.counted) {
    rows.push_back(row("instructions", a.instructions, b.instructions));
    rows.push_back(row("cycles", a.cycles, b.cycles));
  }
  CommandResult done;
  done.json = {{"target", target.name}, {"first", side_json(before)}, {"second", side_json(after)}};
  const std::vector<int32_t>&one = before.score.predicted, &other = after.score.predicted;
  if (done.json["first"].contains("accuracy") && done.json["second"].contains("accuracy")) {
    rows.push_back({"accuracy", percent(before.score.accuracy), percent(after.score.accuracy),
                    fmt::format("{:+.2f}", 100 * (after.score.accuracy - before.score.accuracy))});
  }
  if (!one.empty() && one.size() == other.size()) {
    double same = 0;
    for (size_t i = 0; i < one.size(); i++) same += one[i] == other[i] ? 1 : 0;
    done.json["agreement"] = same / static_cast<double>(one.size());
    rows.push_back({"the same class", "", percent(same / static_cast<double>(one.size())), ""});
  }
  say(globals, table(rows));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("first", options->first, "ONNX file");
  app.positional("second", options->second, "Another one that takes the same samples");
  app.text("-t,--target", options->target, "What they would run on; see 'mote targets'");
  add_sample_options(app, options->samples);
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_compare = {
    "compare", "Two models: what they take, and what they say of the same samples", define};

}  // namespace mote
