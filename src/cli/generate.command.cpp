// SPDX-License-Identifier: Apache-2.0
// mote generate: a model as a C99 library folder.
#include <memory>

#include "base/text.h"
#include "cli/console.h"
#include "cli/deployed.h"
#include "cli/features.h"
#include "cli/learnable.h"
#include "learn/taps.h"
#include "passes/use_counts.h"

namespace mote {
namespace {

struct Choices {
  std::string model, target = "cortex-m0", name, folder, input = "real", front_end;
  Calibration calibration;
  int64_t hop = 0;    // 0: windows have nothing to do with each other
  std::string learn;  // what the library learns; empty: nothing
};

std::vector<float> model_count_scale(const Graph& graph) {
  const std::vector<float> scale = count_scale(graph);
  if (!scale.empty()) return scale;
  throw Error(ErrorCode::bad_option, "--input counts",
              "the model does not say how much a count is (its metadata has no count_scale)",
              "train on data that has scale.npy, or generate with --input real");
}

// The model with features and what is known of its classes, from labelled training samples.
Learnable learnable_model(const Choices& options) {
  if (options.calibration.data.empty() || options.hop > 0) {
    throw Error(ErrorCode::bad_option, "--learn",
                options.hop > 0 ? "does not go with --hop" : "needs --data",
                "give labelled samples of the model's classes with --data");
  }
  Graph graph = load_model(options.model);
  if (tapped_values(graph).empty()) graph = quantize_with(graph, options.calibration);
  const Dataset dataset = read_dataset_for(options.calibration.data, graph);
  const auto classes = static_cast<int64_t>(dataset.classes.size());
  if (dataset.train.y.empty() || classes != element_count(graph[graph.outputs[0]].shape)) {
    throw Error(ErrorCode::bad_data, dataset.name,
                fmt::format("has {} classes, but the model knows {}", classes,
                            element_count(graph[graph.outputs[0]].shape)),
                "give the data the model was trained on");
  }
  return learnable(graph, dataset, dataset.train, dataset.train,
                   parse_learnable(options.learn, classes));
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Target& target = find_target(options.target);
  const bool learns = !options.learn.empty();
  const Learnable model =
      learns ? learnable_model(options)
             : Learnable{quantize_with(load_model(options.model), options.calibration), {}};
  Graph graph = model.graph;
  if (options.input == "counts") use_counts(graph, model_count_scale(graph));
  graph = as_deployed(std::move(graph), options.hop, options.front_end);
  const Plan planned = plan(graph, target);
  const Library library = emit(planned, options.name, target, learns ? &model.learning : nullptr);
  write_library(library, options.folder);
  const Measurement size = measure_size(options.folder, target);
  CommandResult done;
  done.json = {{"flash_bytes", size.flash_bytes},
               {"code_bytes", size.code_bytes},
               {"weight_bytes", size.weight_bytes},
               {"arena_bytes", planned.arena_bytes}};
  if (learns) {
    const int64_t features = element_count(graph[graph.outputs.back()].shape);
    done.json["features"] = features;
    done.json["learning_bytes"] =
        learning_bytes(model.learning.classes, features, model.learning.nearest);
    done.json["state_bytes"] =
        learnt_bytes(model.learning.classes, features, model.learning.nearest);
  }
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
  app.choice("--input", options->input,
             "real: physical units; counts: the sensor's int16 counts, an image's bytes",
             {"real", "counts"});
  app.count("--hop", options->hop,
            "Samples from one window of a stream to the next: computes only what is new in it");
  app.text("--front-end", options->front_end,
           "The library takes int16 sound or vibration: mfcc, log-mel or spectrum, then perhaps "
           "what is not usual, as in log-mel:rate=16000,window=400,hop=160,low=20,high=8000 "
           "(samples and Hz); without, what the network was trained with");
  app.text("--learn", options->learn,
           "Goes on learning on the device: classes=+N[,ram=SIZE][,features=N][,alarms=1/N]; "
           "needs --data");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_generate = {"generate", "Write a model as a C99 library", define};

}  // namespace mote
