// SPDX-License-Identifier: Apache-2.0
// mote report: a model, its generated code on a board and what it gets right, as one HTML file.
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/deployed.h"
#include "cli/learnt_report.h"
#include "cli/measurement.h"
#include "cli/model_report.h"
#include "cli/trial.h"

namespace mote {
namespace {

struct Choices {
  std::string model, real, target = "cortex-m0", output;
  SampleOptions samples;
};

// What the float model gets right on the same samples.
Score score_of(const Graph& graph, const SampleOptions& options) {
  const Samples samples = read_samples(options, graph);
  return score(graph, samples, evaluate_all(graph, samples));
}

CommandResult run(const Choices& options, const Globals& globals) {
  const std::string path = options.output.empty() ? report_beside(options.model) : options.output;
  check_writable(path);
  const Target& target = find_target(options.target);
  const Graph graph = as_deployed(load_model(options.model), 0);
  const Samples samples = read_samples(options.samples, graph);
  const TemporaryFolder folder;
  const std::string library = (folder.path() / "library").string();
  write_library(generate_library(graph, "net", target), library);
  const TargetRun run = run_library(library, target, samples);
  const Comparison comparison = compare(graph, evaluate_all(graph, samples), run.outputs);
  const Measurement& m = run.measurement;

  Report report{"mote report: " + fs::path(options.model).filename().string()};
  report.is_good = comparison.mismatches == 0;
  report.verdict =
      fmt::format("{} bytes of flash, {} of RAM; {} of {} samples identical to the host on {} ({})",
                  grouped(m.flash_bytes), grouped(m.ram_bytes),
                  samples.count - comparison.mismatches, samples.count, target.name, m.board);
  std::vector<std::string> files{options.model};
  std::vector<Tested> tested;
  Score before, after;
  if (!samples.labels.empty()) {
    if (!options.real.empty()) {
      before = score_of(load_model(options.real), options.samples);
      tested.push_back({fs::path(options.real).filename().string(), &before});
    }
    after = score(graph, samples, run.outputs);
    tested.push_back({"on " + target.name, &after});
  }
  add_trial(graph, samples, options.samples.data, report);
  add_scores(tested, classes_of(graph), report);
  add_memory(plan(graph, target), m, report);
  add_instructions(m, report);
  if (!options.real.empty()) {
    const Graph real = load_model(options.real);
    add_filters(real, "What the first layer looks for", report);
    add_exciting(real, read_samples(options.samples, real), report);
    files.push_back(options.real);
  }
  report.sections.push_back(reproduction(globals, files));
  report.data = measurement_json(m);
  write_file(path, report_html(report));
  say(globals, report.verdict);
  say(globals, "wrote " + path);
  CommandResult done{report.is_good ? 0 : 1, report.data};
  done.json["report"] = path;
  done.json["bit_exact"] = comparison.bit_exact;
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "ONNX file");
  add_sample_options(app, options->samples);
  app.text("--float", options->real, "The float model it was made of, to compare with");
  app.text("-t,--target", options->target, "What runs it; see 'mote targets'");
  app.text("-o,--output", options->output, "HTML file to write; by default MODEL.report.html");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_report = {
    "report", "One HTML file about a model and its run on a board", define};

}  // namespace mote
