// SPDX-License-Identifier: Apache-2.0
// mote learn: what a network would learn on a device, replayed through its generated code.
#include <memory>

#include "base/text.h"
#include "cli/class_incremental.h"
#include "cli/console.h"
#include "train/train.h"

namespace mote {
namespace {

struct Choices {
  std::string model, data, protocol = "class-incremental", target = "cortex-m0";
  int64_t seed = 1;
  bool labels_only = false;
  ClassIncrementalRequest request;
};

void say_result(const ClassIncremental& result, double joint, const Globals& globals) {
  std::vector<std::vector<std::string>> rows{
      {"known from the start", "before", "all", "old", "new", "real numbers", "nearest mean"}};
  const auto add = [&](const std::string& name, const Learnt& one) {
    rows.push_back({name, percent(one.before), percent(one.all), percent(one.old),
                    percent(one.fresh), percent(one.in_real_numbers), percent(one.nearest_mean)});
  };
  for (const Learnt& one : result.sets) {
    add(lower_case(fmt::format("{}", fmt::join(one.old_classes, " "))), one);
  }
  add("mean", result.mean);
  say(globals, table(rows));
  say(globals, fmt::format("the model given, which knows all classes: {}", percent(joint)));
  const Measurement& m = result.measured;
  std::string line = fmt::format("{} steps on {}: ", m.inferences, m.board);
  line += result.differing == 0 ? "the same bits as here"
                                : fmt::format("{} differ from this machine's", result.differing);
  say(globals, line);
  say(globals,
      fmt::format("flash {}    RAM {} of which what was learnt takes {}", human_size(m.flash_bytes),
                  human_size(m.ram_bytes), human_size(result.state_bytes)));
  if (!m.counted) return;
  say(globals,
      fmt::format("instructions: an inference with features {}, an update {} ({:.2f} of it)",
                  grouped(static_cast<int64_t>(result.instructions_run)),
                  grouped(static_cast<int64_t>(result.instructions_update)),
                  result.instructions_update / result.instructions_run));
}

Json json_of(const ClassIncremental& result, double joint) {
  const Learnt& mean = result.mean;
  Json json{{"accuracy_before", mean.before},
            {"accuracy_after", mean.all},
            {"accuracy_joint", joint},
            {"old", mean.old},
            {"new", mean.fresh},
            {"forgetting", mean.before - mean.old},
            {"accuracy_real_numbers", mean.in_real_numbers},
            {"accuracy_nearest_mean", mean.nearest_mean},
            {"ram_bytes", result.measured.ram_bytes},
            {"flash_bytes", result.measured.flash_bytes},
            {"state_bytes", result.state_bytes},
            {"bit_exact", result.differing == 0}};
  if (result.measured.counted) {
    json["instructions_update"] = result.instructions_update;
    json["instructions_run"] = result.instructions_run;
  }
  for (const Learnt& one : result.sets) {
    json["sets"].push_back({{"old_classes", one.old_classes},
                            {"before", one.before},
                            {"after", one.all},
                            {"old", one.old},
                            {"new", one.fresh}});
  }
  return json;
}

void check_count(const char* option, int64_t count, int64_t least, int64_t most) {
  if (count >= least && count <= most) return;
  throw Error(ErrorCode::bad_option, option,
              fmt::format("is {}, expected {} to {}", count, least, most));
}

CommandResult run(const Choices& options, const Globals& globals) {
  check_count("--features", options.request.features, 8, 64);
  check_count("--windows", options.request.windows, 1, 10000);
  check_count("--sets", options.request.sets, 1, 1000);
  check_count("--draws", options.request.draws, 1, 1000);
  const Target& target = find_target(options.target);
  Material::Options source;
  source.model = options.model;
  source.data = options.data;
  const Material material = Material::read(source);
  need_training();
  ClassIncrementalRequest request = options.request;
  request.seed = static_cast<uint64_t>(options.seed);
  request.contrastive = !options.labels_only;
  const ClassIncremental result = class_incremental(material, target, request);
  const auto joint = material.tested(material.quantized(material.real()));
  say_result(result, joint ? joint->accuracy : 0, globals);
  return {result.differing == 0 ? 0 : 1, json_of(result, joint ? joint->accuracy : 0)};
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  ClassIncrementalRequest& request = options->request;
  app.positional("model", options->model, "Float ONNX file, as mote train writes it");
  app.required("--data", options->data, "Data set with people (a path or a built-in name)");
  app.choice("--protocol", options->protocol,
             "class-incremental: trained on half of the classes, the others learnt from windows of "
             "other people",
             {"class-incremental"});
  app.text("-t,--target", options->target, "What repeats the first steps; see 'mote targets'");
  app.count("--windows", request.windows, "Labelled windows of each new class");
  app.count("--sets", request.sets, "Sets of known classes, drawn at random");
  app.count("--draws", request.draws, "Draws of labelled windows for each set");
  app.count("--features", request.features, "Numbers to learn from, 64 at most");
  app.count("--epochs", request.epochs, "Passes of training; 0: the architecture's default");
  app.flag("--labels-only", options->labels_only,
           "Train without the contrastive loss on unlabelled windows of all classes");
  app.text("--models", request.models, "Folder that keeps the trained networks for the next time");
  app.count("--seed", options->seed, "Seed of the draws and of the training");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_learn = {
    "learn", "Replay learning on a device through the generated code", define};

}  // namespace mote
