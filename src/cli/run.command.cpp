// SPDX-License-Identifier: Apache-2.0
// mote run: a generated library on an emulated board, counted.
#include <memory>

#include "cli/console.h"
#include "cli/measurement.h"
#include "cli/model.h"

namespace mote {
namespace {

struct Choices {
  std::string folder, target = "cortex-m0", output;
  SampleOptions samples;
};

CommandResult run(const Choices& options, const Globals& globals) {
  const Target& target = find_target(options.target);
  const Graph ports = ports_of(read_library_info(options.folder));
  const Samples samples = read_samples(options.samples, ports);
  const TargetRun result = run_library(options.folder, target, samples);
  if (!options.output.empty()) {
    std::vector<Tensor> first;
    for (const auto& output : result.outputs) first.push_back(output[0]);
    write_output(options.output, ports[ports.outputs[0]], first);
  }
  say(globals, measurement_text(result.measurement, target));
  return {0, measurement_json(result.measurement)};
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("library", options->folder, "Folder written by 'mote generate'");
  app.text("-t,--target", options->target, "Where to run it; see 'mote targets'");
  add_sample_options(app, options->samples);
  app.text("-o,--output", options->output, "Write the first output of every sample (.npy)");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_run = {"run", "Run a library on an emulated board and count",
                                       define};

}  // namespace mote
