// SPDX-License-Identifier: Apache-2.0
// mote generate: a model as a C99 library folder.
#include <memory>

#include "base/text.h"
#include "cli/console.h"
#include "cli/model.h"
#include "passes/channels_last.h"
#include "passes/reuse_overlap.h"
#include "passes/use_counts.h"

namespace mote {
namespace {

struct Choices {
  std::string model, target = "cortex-m0", name, folder, input = "real";
  Calibration calibration;
  int64_t hop = 0;  // 0: windows have nothing to do with each other
};

std::vector<float> model_count_scale(const Graph& graph) {
  const std::vector<float> scale = count_scale(graph);
  if (!scale.empty()) return scale;
  throw Error(ErrorCode::bad_option, "--input counts",
              "the model does not say how much a count is (its metadata has no count_scale)",
              "train on data that has scale.npy, or generate with --input real");
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Target& target = find_target(options.target);
  Graph graph = load_model(options.model);
  graph = quantize_with(graph, options.calibration);
  if (options.input == "counts") use_counts(graph, model_count_scale(graph));
  if (options.hop > 0) {
    channels_last(graph);
    reuse_overlap(graph, options.hop);
  }
  const Plan planned = plan(graph, target);
  const Library library = emit(planned, options.name, target);
  write_library(library, options.folder);
  const Measurement size = measure_size(options.folder, target);
  CommandResult done;
  done.json = {{"flash_bytes", size.flash_bytes},
               {"code_bytes", size.code_bytes},
               {"weight_bytes", size.weight_bytes},
               {"arena_bytes", planned.arena_bytes}};
  for (const auto& [path, content] : library.files) done.json["files"].push_back(path);
  say(globals, fmt::format("{}/  {} files, C99, no heap, for {}", options.folder,
                           library.files.size(), target.name));
  say(globals, fmt::format("flash {} = weights {} + code {}    arena {}",
                           human_size(size.flash_bytes), human_size(size.weight_bytes),
                           human_size(size.code_bytes), human_size(planned.arena_bytes)));
  say(globals, fmt::format("next: mote validate {} {} -t {} --data ...", options.model,
                           options.folder, target.name));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "ONNX file");
  app.text("-t,--target", options->target, "What to generate for; see 'mote targets'");
  app.required("--name", options->name, "Prefix of all C names, as in har_net");
  app.required("-o,--output", options->folder, "Folder to write");
  add_calibration_options(app, options->calibration);
  app.choice("--input", options->input, "real: physical units; counts: the sensor's int16 counts",
             {"real", "counts"});
  app.count("--hop", options->hop,
            "Samples from one window of a stream to the next: computes only what is new in it");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_generate = {"generate", "Write a model as a C99 library", define};

}  // namespace mote
