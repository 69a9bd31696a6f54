// SPDX-License-Identifier: Apache-2.0
// mote demo: the whole road, from raw windows to a bit-exact network on an emulated board.
#include <chrono>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/learnt_report.h"
#include "cli/measurement.h"
#include "cli/model_report.h"
#include "cli/train_model.h"
#include "cli/trial.h"
#include "import/onnx.h"
#include "train/train.h"

namespace mote {
namespace {

struct Choices {
  std::string folder = "build/demo", data = "synthetic-har", target = "cortex-m0";
  int64_t seed = 1;
};

struct Road {
  Dataset dataset;
  TrainedModel model;
  TargetRun run;
  Comparison comparison;
  Score target_score;
  double seconds = 0;
};

void heading(const Globals& globals, int step, const std::string& name, const std::string& text) {
  say(globals, fmt::format("[{}/6] {:<9} {}", step, name, text));
}

std::string library_folder(const Choices& options) {
  return (fs::path(options.folder) / "har_net").string();
}
std::string model_path(const Choices& options, const std::string& end) {
  return (fs::path(options.folder) / ("har_net" + end)).string();
}
std::string report_path(const Choices& options) {
  return (fs::path(options.folder) / "report.html").string();
}

Report make_report(const Choices& options, const Road& road, const Target& target,
                   const Globals& globals) {
  Report report{"mote demo"};
  const Measurement& m = road.run.measurement;
  report.is_good = road.comparison.bit_exact;
  report.verdict =
      fmt::format("{} of {} test windows identical to the host, bit for bit, on {} ({})",
                  m.inferences - road.comparison.mismatches, m.inferences, target.name, m.board);
  report.sections.push_back(data_section(road.dataset));
  const Graph& integer = road.model.integer.graph;
  const Samples test = split_samples(road.dataset, road.dataset.test, integer);
  add_trial(integer, test, options.data, report);
  add_scores({{"float", &road.model.real_score}, {"int8 on " + target.name, &road.target_score}},
             road.dataset.classes, report);
  add_memory(plan(integer, target), m, report);
  add_instructions(m, report);
  add_training(road.model.epochs, "classify", report);
  add_filters(road.model.real, "What the first layer looks for", report);
  add_exciting(road.model.real, test, report);
  report.sections.push_back(
      reproduction(globals, {model_path(options, ".onnx"), model_path(options, ".float.onnx")}));
  report.data = measurement_json(m);
  return report;
}

CommandResult result_of(const Choices& options, const Road& road) {
  const Measurement& m = road.run.measurement;
  CommandResult done{road.comparison.bit_exact ? 0 : 1, {}};
  done.json = {{"data", road.dataset.name},
               {"synthetic", road.dataset.synthetic},
               {"accuracy", road.target_score.accuracy},
               {"macro_f1", road.target_score.macro_f1},
               {"float_accuracy", road.model.real_score.accuracy},
               {"flash_bytes", m.flash_bytes},
               {"ram_bytes", m.ram_bytes},
               {"instructions", m.instructions},
               {"cycles", m.cycles},
               {"bit_exact", road.comparison.bit_exact},
               {"windows", m.inferences},
               {"board", m.board},
               {"seconds", road.seconds},
               {"library", library_folder(options)},
               {"report", report_path(options)}};
  return done;
}

CommandResult run(const Choices& options, const Globals& globals) {
  need_training();
  const auto begin = std::chrono::steady_clock::now();
  const Target& target = find_target(options.target);
  say(globals, fmt::format("mote {}: everything stays on this machine", MOTE_VERSION));
  Road road{.dataset = read_dataset(options.data),
            .model = {},
            .run = {},
            .comparison = {},
            .target_score = {}};
  const Dataset& data = road.dataset;
  heading(
      globals, 1, "data",
      fmt::format("{}{}, {} classes, samples of {}: {} to train, {} to test", data.name,
                  data.synthetic ? " (synthetic)" : "", data.classes.size(), to_string(data.shape),
                  grouped(data.train.size()), grouped(data.test.size())));
  heading(globals, 2, "train", default_arch(data, "classify"));
  TrainRequest request{.arch = default_arch(data, "classify"), .checkpoint = {}};
  request.seed = options.seed;
  road.model = train_model(data, request, globals);
  const Graph& graph = road.model.integer.graph;
  heading(
      globals, 3, "quantize",
      fmt::format("int8: test accuracy {} (float {})", percent(road.model.integer_score.accuracy),
                  percent(road.model.real_score.accuracy)));
  export_onnx(road.model.real, model_path(options, ".float.onnx"));
  export_onnx(graph, model_path(options, ".onnx"));
  const Library library = generate_library(graph, "har_net", target);
  write_library(library, library_folder(options));
  heading(
      globals, 4, "generate",
      fmt::format("{}/   {} files, C99, no heap", library_folder(options), library.files.size()));
  const Samples samples = split_samples(data, data.test, graph);
  road.run = run_library(library_folder(options), target, samples);
  road.comparison = compare(graph, evaluate_all(graph, samples), road.run.outputs);
  road.target_score = score(graph, samples, road.run.outputs);
  heading(globals, 5, "run",
          fmt::format("emulated {} ({}): {}/{} windows identical to the host, bit for bit",
                      target.name, road.run.measurement.board,
                      samples.count - road.comparison.mismatches, samples.count));
  say(globals, measurement_text(road.run.measurement, target));
  write_file(report_path(options), report_html(make_report(options, road, target, globals)));
  heading(globals, 6, "report", report_path(options));
  road.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  say(globals, fmt::format("{:.0f} s in all; next: mote demo --data PATH   with your own data",
                           road.seconds));
  return result_of(options, road);
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.text("-o,--output", options->folder, "Folder for everything it writes");
  app.text("--data", options->data, "A path, or the name of a built-in data set");
  app.text("-t,--target", options->target, "What to run it on; see 'mote targets'");
  app.count("--seed", options->seed, "Of every random choice");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_demo = {"demo", "The whole road on built-in data", define};

}  // namespace mote
