// SPDX-License-Identifier: Apache-2.0
// mote train: data in, a float and an int8 ONNX model out.
#include "train/train.h"

#include <chrono>
#include <cmath>
#include <memory>

#include "base/files.h"
#include "cli/console.h"
#include "cli/train_model.h"
#include "import/onnx.h"

namespace mote {
namespace {

struct Choices {
  std::string data, output;
  TrainRequest request;
};

// M.onnx -> M.float.onnx.
fs::path float_path(const fs::path& path) {
  return fs::path(path).replace_extension(".float" + path.extension().string());
}

CommandResult run(const Choices& options, const Globals& globals) {
  need_training();
  check_writable(options.output);
  const auto begin = std::chrono::steady_clock::now();
  const Dataset dataset = read_dataset(options.data);
  TrainRequest request = options.request;
  if (request.arch.empty()) request.arch = default_arch(dataset, request.task);
  request.checkpoint = options.output + ".checkpoint";
  const TrainedModel model = train_model(dataset, request, globals);
  export_onnx(model.real, float_path(options.output));
  export_onnx(model.integer.graph, options.output);
  std::error_code ignored;
  fs::remove(request.checkpoint, ignored);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  CommandResult done{0, score_json(model.integer_score)};
  const Json real = score_json(model.real_score);
  for (const char* key : {"accuracy", "macro_f1", "auc"}) {
    if (real.contains(key)) done.json[std::string("float_") + key] = real[key];
  }
  done.json.update({{"parameters", model.parameters},
                    {"macs", model.macs},
                    {"epochs", model.epochs},
                    {"validation_accuracy", model.validation_accuracy},
                    {"seconds", seconds.count()},
                    {"arch", request.arch},
                    {"seed", request.seed},
                    {"width", request.width},
                    {"synthetic", dataset.synthetic}});
  const std::string synthetic = dataset.synthetic ? " (synthetic data)" : "";
  if (request.task == "anomaly") {
    if (std::isfinite(model.integer_score.auc)) {
      say(globals, fmt::format("test{}: AUC float {:.4f}, int8 {:.4f}", synthetic,
                               model.real_score.auc, model.integer_score.auc));
    }
  } else {
    say(globals,
        table({{"test" + synthetic, "accuracy", "macro-F1"},
               {"float", percent(model.real_score.accuracy), percent(model.real_score.macro_f1)},
               {"int8", percent(model.integer_score.accuracy),
                percent(model.integer_score.macro_f1)}}));
  }
  say(globals,
      fmt::format("wrote {} (int8) and {}", options.output, float_path(options.output).string()));
  say(globals,
      fmt::format("next: mote generate {} -t cortex-m0 --name my_net -o my_net", options.output));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  TrainRequest& request = options->request;
  app.required("--data", options->data, "A path, or the name of a built-in data set");
  app.text("--arch", request.arch, "Network; by default one that suits the data");
  app.required("-o,--output", options->output,
               "ONNX file to write (int8; the float model beside it)");
  app.choice("--task", request.task, "classify or anomaly", {"classify", "anomaly"});
  app.count("--epochs", request.epochs, "Passes over the data; 0: what suits the network");
  app.count("--seed", request.seed, "Of every random choice");
  app.count("--width", request.width, "Percent of the network's channels and hidden neurons");
  app.flag("--resume", request.resume, "Continue an interrupted training");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_train = {"train", "Train a network on a data set", define};

}  // namespace mote
