// SPDX-License-Identifier: Apache-2.0
// mote train: data in, a float and an int8 ONNX model out.
#include "train/train.h"

#include <chrono>
#include <cmath>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/features.h"
#include "cli/learnt_report.h"
#include "cli/model_report.h"
#include "cli/train_model.h"
#include "cli/trial.h"
#include "import/onnx.h"

namespace mote {
namespace {

struct Choices {
  std::string data, output, front_end;
  TrainRequest request;
};

// M.onnx -> M.float.onnx.
fs::path float_path(const fs::path& path) {
  return fs::path(path).replace_extension(".float" + path.extension().string());
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// What every training says.
template <typename Model>
Json facts_of(const Model& model, const TrainRequest& request, const Dataset& dataset) {
  return {{"parameters", model.parameters}, {"macs", model.macs},   {"epochs", model.epochs.size()},
          {"arch", request.arch},           {"seed", request.seed}, {"width", request.width},
          {"synthetic", dataset.synthetic}};
}

void say_quality(const TrainedModel& model, const std::string& task, const std::string& synthetic,
                 const Globals& globals) {
  if (task == "classify") {
    say(globals,
        table({{"test" + synthetic, "accuracy", "macro-F1"},
               {"float", percent(model.real_score.accuracy), percent(model.real_score.macro_f1)},
               {"int8", percent(model.integer_score.accuracy),
                percent(model.integer_score.macro_f1)}}));
  } else if (std::isfinite(model.integer_score.auc)) {
    say(globals, fmt::format("test{}: AUC float {:.4f}, int8 {:.4f}", synthetic,
                             model.real_score.auc, model.integer_score.auc));
  }
}

Report make_report(const Choices& options, const TrainRequest& request, const Dataset& dataset,
                   const TrainedModel& model, const Json& facts, const Globals& globals) {
  Report report{"mote train: " + fs::path(options.output).filename().string()};
  report.verdict = fmt::format("{}: {} parameters, {} multiplications an inference", request.arch,
                               grouped(model.parameters), grouped(model.macs));
  if (request.task == "classify") {
    report.verdict +=
        fmt::format("; {} of the test samples right in int8, {} in float",
                    percent(model.integer_score.accuracy), percent(model.real_score.accuracy));
  }
  report.sections.push_back(data_section(dataset));
  const Graph& integer = model.integer.graph;
  const Samples test = split_samples(dataset, dataset.test, integer);
  add_trial(integer, test, options.data, report);
  add_scores({{"float", &model.real_score}, {"int8", &model.integer_score}}, dataset.classes,
             report);
  add_training(model.epochs, request.task, report);
  add_filters(model.real, "What the first layer looks for", report);
  add_exciting(model.real, test, report);
  report.sections.push_back(
      reproduction(globals, {options.output, float_path(options.output).string()}));
  report.data = facts;
  return report;
}

CommandResult run_training(const Choices& options, const TrainRequest& request,
                           const Dataset& dataset, const Globals& globals) {
  const TrainedModel model = train_model(dataset, request, globals);
  export_onnx(model.real, float_path(options.output));
  export_onnx(model.integer.graph, options.output);
  CommandResult done{0, score_json(model.integer_score)};
  const Json real = score_json(model.real_score);
  for (const char* key : {"accuracy", "macro_f1", "auc"}) {
    if (real.contains(key)) done.json[std::string("float_") + key] = real[key];
  }
  done.json.update(facts_of(model, request, dataset));
  done.json["validation_accuracy"] = model.epochs.back().validation_accuracy;
  if (model.unlabeled > 0) done.json["unlabeled"] = model.unlabeled;
  say_quality(model, request.task, dataset.synthetic ? " (synthetic data)" : "", globals);
  const std::string report = report_beside(options.output);
  write_file(report,
             report_html(make_report(options, request, dataset, model, done.json, globals)));
  done.json["report"] = report;
  say(globals, fmt::format("wrote {} (int8), {} and {}", options.output,
                           float_path(options.output).string(), report));
  say(globals,
      fmt::format("next: mote generate {} -t cortex-m0 --name my_net -o my_net", options.output));
  return done;
}

CommandResult run_pretraining(const Choices& options, const TrainRequest& request,
                              const Dataset& dataset, const Globals& globals) {
  const PretrainedModel model = pretrain_model(dataset, request, globals);
  export_onnx(model.real, options.output);
  CommandResult done{0, facts_of(model, request, dataset)};
  done.json["loss"] = model.epochs.back().loss;
  done.json["pretext"] = request.pretext;
  done.json["quality"] = model.epochs.back().validation_accuracy;
  Report report{"mote train: " + fs::path(options.output).filename().string()};
  report.verdict = fmt::format("{}: {} parameters that learnt without labels ({})", request.arch,
                               grouped(model.parameters), request.pretext);
  report.sections.push_back(data_section(dataset));
  add_training(model.epochs, request.task, report);
  add_filters(model.real, "What the first layer looks for", report);
  report.sections.push_back(reproduction(globals, {options.output}));
  report.data = done.json;
  const std::string path = report_beside(options.output);
  write_file(path, report_html(report));
  done.json["report"] = path;
  say(globals, fmt::format("wrote {} and {}", options.output, path));
  say(globals, fmt::format("next: mote train --from {} --data LABELED -o M.onnx", options.output));
  return done;
}

// Sound as its features, where those are to be learnt from.
Dataset read(const Choices& options) {
  Dataset dataset = read_dataset(options.data);
  if (options.front_end.empty()) return dataset;
  return features_of(std::move(dataset), options.front_end);
}

CommandResult run(const Choices& options, const Globals& globals) {
  need_training();
  check_writable(options.output);
  const auto begin = std::chrono::steady_clock::now();
  const Dataset dataset = read(options);
  TrainRequest request = options.request;
  if (request.arch.empty()) request.arch = default_arch(dataset, request.task);
  request.checkpoint = options.output + ".checkpoint";
  const auto work = request.task == "pretrain" ? run_pretraining : run_training;
  CommandResult done = work(options, request, dataset, globals);
  std::error_code ignored;
  fs::remove(request.checkpoint, ignored);
  done.json["seconds"] = seconds_since(begin);
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  TrainRequest& request = options->request;
  app.required("--data", options->data, "A path, or the name of a built-in data set");
  app.text("--arch", request.arch, "Network; by default one that suits the data");
  app.required("-o,--output", options->output,
               "ONNX file to write (int8; the float model beside it)");
  app.text(
      "--front-end", options->front_end,
      "Learn from features of sound or vibration: mfcc, log-mel or spectrum, then perhaps what "
      "is not usual, as in log-mel:bands=32,window=512,hop=256 (samples and Hz); libraries and "
      "'live' then take the sound");
  app.choice("--task", request.task,
             "classify; anomaly; pretrain: without labels, what --from begins with",
             {"classify", "anomaly", "pretrain"});
  app.list("--unlabeled", request.unlabeled,
           "More samples, a data set or X.npy, to learn from without labels");
  app.choice("--pretext", request.pretext,
             "What is learnt without labels: contrastive (which views are of the same sample) or "
             "masked (what was hidden)",
             {"contrastive", "masked"});
  app.text("--from", request.from, "Begin with the weights of a pretrained model");
  app.count("--epochs", request.epochs, "Passes over the data; 0: what suits the network");
  app.count("--seed", request.seed, "Of every random choice");
  app.count("--width", request.width, "Percent of the network's channels and hidden neurons");
  app.count("--rotation", request.rotation,
            "Degrees by which sensors are turned in training, at random (default: what suits the "
            "network)");
  app.flag("--resume", request.resume, "Continue an interrupted training");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_train = {"train", "Train a network on a data set", define};

}  // namespace mote
