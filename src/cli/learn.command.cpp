// SPDX-License-Identifier: Apache-2.0
// mote learn: what a network would learn on a device, replayed through its generated code.
#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/model_report.h"
#include "cli/protocol.h"
#include "train/train.h"

namespace mote {
namespace {

void check_count(const char* option, int64_t count, int64_t least, int64_t most) {
  if (count >= least && count <= most) return;
  throw Error(ErrorCode::bad_option, option,
              fmt::format("is {}, expected {} to {}", count, least, most));
}

CommandResult run(const LearnOptions& options, const Globals& globals) {
  check_count("--features", options.features, 8, 64);
  check_count("--windows", options.windows, 1, 10000);
  check_count("--sets", options.sets, 1, 1000);
  check_count("--steps", options.steps, 1, 1000000);
  check_count("--networks", options.networks, 1, 1000);
  check_count("--folds", options.folds, 2, 1000);
  check_count("--draws", options.draws, 1, 1000);
  const auto& protocols = all_protocols();
  const auto chosen = std::find_if(protocols.begin(), protocols.end(), [&](const ProtocolDef* one) {
    return one->name == options.protocol;
  });
  if (!options.report.empty()) check_writable(options.report);
  Report report{"mote learn: " + options.protocol, std::string((*chosen)->summary)};
  CommandResult done = (*chosen)->run(options, globals, report);
  if (options.report.empty()) return done;
  report.is_good = done.exit_code == 0;
  report.sections.push_back(reproduction(globals, {options.model}));
  report.data = done.json;
  write_file(options.report, report_html(report));
  say(globals, "wrote " + options.report);
  done.json["report"] = options.report;
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<LearnOptions>();
  std::string summaries;
  std::vector<std::string> names;
  for (const ProtocolDef* protocol : all_protocols()) {
    names.emplace_back(protocol->name);
    if (!summaries.empty()) summaries += "; ";
    summaries += fmt::format("{}: {}", protocol->name, protocol->summary);
  }
  app.positional("model", options->model, "Float ONNX file, as mote train writes it");
  app.required("--data", options->data,
               "Data set with people, or batches (a path or a built-in name)");
  app.choice("--protocol", options->protocol, summaries, names);
  app.text("-t,--target", options->target, "What repeats a stream bit for bit; see 'mote targets'");
  app.count("--windows", options->windows, "Labelled windows of each new class");
  app.count("--sets", options->sets, "Sets of known classes, drawn at random");
  app.count("--draws", options->draws, "Draws of labelled windows for each set, each network");
  app.count("--folds", options->folds, "new-person: folds of people who are left out");
  app.count("--features", options->features, "Numbers to learn from, 64 at most");
  app.count("--epochs", options->epochs, "Passes of training; 0: the architecture's default");
  app.count("--rotation", options->rotation, "As mote train has it");
  app.flag("--nearest", options->nearest,
           "class-incremental: learn by the nearest mean, as generate --learn nearest");
  app.flag("--labels-only", options->labels_only,
           "Train without the contrastive loss on unlabelled windows of all classes");
  app.flag("--compare", options->compare,
           "Also learn the new classes in other ways (class-incremental)");
  app.text("--labels", options->labels,
           "drift: labelled samples of each class and batch, one number after the other");
  app.count("--networks", options->networks, "drift: networks, each with a seed of its own");
  app.flag("--log", options->logarithms,
           "drift: numbers x become sign(x) log(1 + |x|) before anything else");
  app.flag("--retrained", options->retrained,
           "drift: also train networks from scratch from the same labels, to compare");
  app.text("--models", options->models, "Folder that keeps the trained networks for the next time");
  app.text("--report", options->report, "HTML file to write: the tables, drawn");
  app.count("--steps", options->steps, "Steps of a stream that the target repeats");
  app.count("--seed", options->seed, "Seed of the draws and of the training");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

void say_repetition(const Repetition& repetition, int64_t state_bytes, const Globals& globals) {
  const Measurement& m = repetition.measured;
  std::string line = fmt::format("{} steps on {}: ", m.inferences, m.board);
  line += repetition.differing == 0
              ? "the same bits as here"
              : fmt::format("{} differ from this machine's", repetition.differing);
  say(globals, line);
  say(globals,
      fmt::format("flash {}    RAM {} of which what was learnt takes {}", human_size(m.flash_bytes),
                  human_size(m.ram_bytes), human_size(state_bytes)));
  if (!m.counted) return;
  const double run = repetition.instructions_run, update = repetition.instructions_update;
  say(globals,
      fmt::format("instructions: an inference with features {}, an update {} ({:.2f} of it; {} to "
                  "learn a window, the rest when a class is asked for next)",
                  grouped(static_cast<int64_t>(run)), grouped(static_cast<int64_t>(update)),
                  update / run, grouped(static_cast<int64_t>(repetition.instructions_learn))));
}

Material material_of(const LearnOptions& options) {
  Material::Options source;
  source.model = options.model;
  source.data = options.data;
  Material material = Material::read(source);
  if (material.network() == nullptr) {
    throw Error(ErrorCode::bad_model, "the model",
                "is not of an architecture that mote trains from labels",
                "train it with mote train --arch ... and give M.float.onnx");
  }
  need_training();
  return material;
}

extern const CommandDef command_learn = {
    "learn", "Replay learning on a device through the generated code", define};

}  // namespace mote
