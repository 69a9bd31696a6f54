// SPDX-License-Identifier: Apache-2.0
// mote eval: how good a model is, computed on this machine by the reference.
#include <memory>

#include "cli/console.h"
#include "cli/model.h"

namespace mote {
namespace {

struct Choices {
  std::string model, output;
  SampleOptions samples;
};

CommandResult run(const Choices& options, const Globals& globals) {
  const Graph graph = load_model(options.model);
  const Samples samples = read_samples(options.samples, graph);
  const auto outputs = evaluate_all(graph, samples);
  if (!options.output.empty()) {
    std::vector<Tensor> first;
    for (const auto& output : outputs) first.push_back(output[0]);
    write_output(options.output, graph[graph.outputs[0]], first);
  }
  const Score result = score(graph, samples, outputs);
  CommandResult done{0, score_json(result)};
  std::string line = fmt::format("{}: {} samples", options.model, result.samples);
  if (done.json.contains("accuracy")) {
    line += fmt::format(", accuracy {}, macro-F1 {}", percent(result.accuracy),
                        percent(result.macro_f1));
  }
  if (done.json.contains("auc")) line += fmt::format(", AUC {:.4f}", result.auc);
  say(globals, line);
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "ONNX file");
  add_sample_options(app, options->samples);
  app.text("-o,--output", options->output, "Write the first output of every sample (.npy)");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_eval = {"eval", "Accuracy of a model on test data", define};

}  // namespace mote
