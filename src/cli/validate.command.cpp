// SPDX-License-Identifier: Apache-2.0
// mote validate: the model's reference against the library on the target, bit for bit.
#include <cstdlib>
#include <memory>

#include "cli/console.h"
#include "cli/first_difference.h"
#include "cli/model.h"
#include "passes/channels_last.h"
#include "passes/front_end.h"
#include "passes/reuse_overlap.h"
#include "passes/use_counts.h"

namespace mote {
namespace {

struct Choices {
  std::string model, folder, target = "cortex-m0", golden;
  SampleOptions samples;
};

// --golden: outputs that someone else computed, in the model's own output type.
std::vector<std::vector<Tensor>> read_golden(const std::string& path, const Graph& graph,
                                             int64_t count) {
  const NpyArray array = read_npy(path);
  const int64_t length = element_count(graph[graph.outputs[0]].shape);
  if (array.size() < count * length) {
    throw Error(
        ErrorCode::shape_mismatch, path,
        fmt::format("has {} numbers, expected {} samples of {}", array.size(), count, length));
  }
  std::vector<std::vector<Tensor>> outputs(static_cast<size_t>(count), std::vector<Tensor>(1));
  for (int64_t i = 0; i < count * length; i++)
    outputs[static_cast<size_t>(i / length)][0].push_back(array.at(i));
  return outputs;
}

// What 'generate' made of the model for a library of these ports.
void make_as(const Graph& ports, Graph& graph) {
  const DType dtype = ports[ports.inputs.at(0)].dtype;
  const bool takes_counts =
      (dtype == DType::s16 || dtype == DType::u8) && graph[graph.inputs.at(0)].dtype == DType::f32;
  if (takes_counts && graph.meta.contains(kFrontEnd)) {
    add_front_end(graph);
  } else if (takes_counts) {
    use_counts(graph, count_scale(graph));
  }
  const auto hop = ports.meta.find("hop");
  if (hop == ports.meta.end()) return;
  channels_last(graph);
  reuse_overlap(graph, std::strtoll(hop->second.c_str(), nullptr, 10));
}

// accuracy_model, accuracy_target; auc_... for anomalies; nothing without labels.
void add_scores(const Score& result, const std::string& whose, Json& json) {
  const Json numbers = score_json(result);
  for (const char* key : {"accuracy", "auc"}) {
    if (numbers.contains(key)) json[std::string(key) + "_" + whose] = numbers[key];
  }
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Target& target = find_target(options.target);
  Graph graph = load_model(options.model);
  const Graph ports = ports_of(read_library_info(options.folder));
  make_as(ports, graph);
  const Samples samples = read_samples(options.samples, graph);
  const auto wanted = options.golden.empty() ? evaluate_all(graph, samples)
                                             : read_golden(options.golden, graph, samples.count);
  const TargetRun got = run_library(options.folder, target, samples);
  const Comparison result = compare(graph, wanted, got.outputs);
  CommandResult done{result.bit_exact ? 0 : 1, {}};
  done.json = {{"inferences", samples.count},         {"board", got.measurement.board},
               {"bit_exact", result.bit_exact},       {"mismatches", result.mismatches},
               {"max_abs_diff", result.max_abs_diff}, {"agreement", result.agreement}};
  if (graph.states.empty()) {  // else a sample by itself, behind a reset, says little
    add_scores(score(graph, samples, wanted), "model", done.json);
    add_scores(score(graph, samples, got.outputs), "target", done.json);
  }
  done.json["first_difference"] = nullptr;
  say(globals, fmt::format("{} of {} inferences on {} ({}) identical to the reference{}",
                           samples.count - result.mismatches, samples.count, target.name,
                           got.measurement.board, result.bit_exact ? ", bit for bit" : ""));
  if (!result.bit_exact) {
    const std::string layer =
        first_difference(graph, target, samples.inputs[static_cast<size_t>(result.first_sample)]);
    if (!layer.empty()) done.json["first_difference"] = layer;
    say(globals, fmt::format("largest difference {:g}; first in sample {}, {}", result.max_abs_diff,
                             result.first_sample,
                             layer.empty() ? "but freshly generated code agrees: the library is "
                                             "not of this model, or was changed"
                                           : "layer " + layer));
  }
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "ONNX file the library was generated from");
  app.positional("library", options->folder, "Folder written by 'mote generate'");
  app.text("-t,--target", options->target, "Where to run it; see 'mote targets'");
  add_sample_options(app, options->samples);
  app.text("--golden", options->golden,
           "Outputs to compare with (.npy), instead of the reference's");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_validate = {
    "validate", "Compare a library on a target with its model, bit for bit", define};

}  // namespace mote
