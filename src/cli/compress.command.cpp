// SPDX-License-Identifier: Apache-2.0
// mote compress: a float model, data and a budget in; the best int8 model within the budget out.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/files.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "cli/compression_report.h"
#include "cli/console.h"
#include "cli/control.h"
#include "import/onnx.h"
#include "train/train.h"

namespace mote {
namespace {

struct Choices {
  Material::Options material;
  Compression::Options search;
  std::string target = "cortex-m0", flash, ram, latency, max_drop, fold_models, output;
  int64_t folds = 0;
};

Json point_json(const Point& point) {
  const Measurement& m = point.measured;
  Json json = {{"validation", point.quality},  {"weight_bytes", point.weight_bytes},
               {"flash_bytes", m.flash_bytes}, {"ram_bytes", m.ram_bytes},
               {"cycles", m.cycles},           {"measured", point.is_measured},
               {"fine_tuned", point.is_tuned}};
  if (point.on_folds) {
    json["fold_loss"] = point.on_folds->quality;
    json["fold_doubt"] = point.on_folds->doubt;
  }
  return json;
}

std::vector<std::string> point_row(const std::string& name, const Point& point) {
  const Measurement& m = point.measured;
  const std::string about = point.is_measured ? "" : "~ ";
  return {name,
          percent(point.quality),
          grouped(point.weight_bytes),
          about + grouped(m.flash_bytes),
          about + grouped(m.ram_bytes),
          m.cycles > 0 ? (m.counted ? "" : "~ ") + grouped(std::llround(m.cycles)) : "-",
          point.on_folds ? fmt::format("{:+.2f} +-{:.2f}", -100 * point.on_folds->quality,
                                       100 * point.on_folds->doubt)
                         : ""};
}

struct Listed {
  const Point* point;
  bool is_on_front;  // no other one is smaller and as good
};

// From the smallest to the largest.
std::vector<Listed> listed(const std::vector<Point>& points) {
  std::vector<Listed> all;
  for (const Point& point : points) all.push_back({&point, false});
  std::stable_sort(all.begin(), all.end(), [](const Listed& a, const Listed& b) {
    const auto worth = [](const Point& point) {
      return std::pair(point.measured.flash_bytes, -point.quality);
    };
    return worth(*a.point) < worth(*b.point);
  });
  double best = -kUnlimited;
  for (Listed& one : all) {
    one.is_on_front = one.point->quality > best;
    best = std::max(best, one.point->quality);
  }
  return all;
}

// What each layer of a network is.
std::vector<std::string> layer_words(const Start& start, const Assignment& assignment) {
  std::vector<std::string> words;
  for (size_t i = 0; i < assignment.size(); i++) {
    const Candidate& candidate = start.choices[i].candidates[assignment[i]];
    const std::string& setting = candidate.setting.text;
    words.push_back(std::string(candidate.name()) + (setting.empty() ? "" : ": " + setting));
  }
  return words;
}

void report_networks(const Compression& found, const Point& best, std::string_view quality,
                     const Globals& globals, CommandResult& done) {
  std::vector<std::vector<std::string>> rows{
      {"network", std::string(quality), "weights", "flash", "RAM", "cycles", "folds"}};
  bool has_folds = false;
  for (const auto& [point, is_on_front] : listed(found.points)) {
    const bool is_first = point == &found.points[0];
    const Start& start = found.start_of(*point);
    Json json = point_json(*point);
    json["on_front"] = is_on_front;
    json["network"] = start.name;
    json["layers"] = layer_words(start, point->assignment);
    done.json["networks"].push_back(json);
    if (!is_first && !is_on_front && point != &best && !point->on_folds) continue;
    has_folds = has_folds || point->on_folds;
    rows.push_back(point_row(is_first          ? "int8"
                             : point == &best  ? "-> chosen"
                             : point->is_tuned ? "fine-tuned"
                                               : "",
                             *point));
  }
  if (!has_folds) {
    for (std::vector<std::string>& row : rows) row.pop_back();
  }
  say(globals,
      fmt::format("{} networks, of which these are the best of their sizes:", found.points.size()));
  say(globals, table(rows));
}

void report_layers(const Compression& found, const Point& best, const Globals& globals,
                   CommandResult& done) {
  std::vector<std::vector<std::string>> rows{{"layer", "method", "setting", "bytes"}};
  const std::vector<LayerChoices>& layers = found.start_of(best).choices;
  for (size_t i = 0; i < layers.size(); i++) {
    const Candidate& candidate = layers[i].candidates[best.assignment[i]];
    const int64_t bytes = std::llround(candidate.bytes);
    done.json["layers"].push_back({{"name", layers[i].layer.node},
                                   {"method", candidate.name()},
                                   {"setting", candidate.setting.text},
                                   {"weight_bytes", bytes}});
    rows.push_back({layers[i].layer.node, std::string(candidate.name()), candidate.setting.text,
                    grouped(bytes)});
  }
  say(globals, table(rows));
  done.json["network"] = found.start_of(best).name;
  say(globals, "network: " + found.start_of(best).name);
}

// Work that the user may stop: what there is by then can still be used.
void unless_stopped(const Globals& globals, const std::string& otherwise,
                    const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    if (error.code != ErrorCode::interrupted) throw;
    take_interrupt();
    say(globals, "stopped: " + otherwise);
  }
}

void search(Compression& found, const Material& material, const Choices& options,
            const Globals& globals) {
  try {
    found.work_out_layers();
    found.measure_front();
    if (options.folds > 0) {
      found.confirm_on(Folds(material, options.folds, static_cast<uint64_t>(options.search.seed),
                             options.fold_models));
    }
    found.search_fronts();
  } catch (const Error& error) {
    if (error.code != ErrorCode::interrupted || found.points.size() < 2) throw;
    take_interrupt();
    say(globals, fmt::format("stopped: the best of {} networks so far", found.points.size()));
  }
}

// Says so when the same architecture with fewer channels would have done as well.
void report_control(const Material& material, const Target& target, const Point& best,
                    uint64_t seed, const Globals& globals, CommandResult& done) {
  const std::optional<Control> control = train_control(material, target, best.weight_bytes, seed);
  if (!control) return;
  const bool wins = control->quality >= best.quality;
  done.json["control"] = {{"width", control->width},
                          {"weight_bytes", control->weight_bytes},
                          {"validation", control->quality},
                          {"wins", wins}};
  say(globals,
      fmt::format(
          "control: {} % of the channels, trained from scratch, {} bytes of weights: {} "
          "{}{}",
          control->width, grouped(control->weight_bytes), percent(control->quality),
          material.judge().quality(),
          wins ? "; it wins: a smaller network (mote train --width) is the better choice" : ""));
}

std::string test_words(const Score& score) {
  if (score.task == "classify") return percent(score.accuracy);
  return std::isfinite(score.auc) ? fmt::format("AUC {:.4f}", score.auc) : "-";
}

// Test samples are looked at here, once.
void report_test(const Material& material, const Point& before, const Point& after,
                 const Globals& globals, CommandResult& done) {
  done.json["baseline"] = point_json(before);
  done.json["chosen"] = point_json(after);
  const std::optional<Score> was = material.tested(before.graph), is = material.tested(after.graph);
  if (!was || !is) return;
  for (const auto& [key, score] : {std::pair("baseline", &*was), std::pair("chosen", &*is)}) {
    done.json[key].update(score_json(*score));
    done.json[key].erase("confusion");
  }
  say(globals, fmt::format("test: {} as int8, {} compressed", test_words(*was), test_words(*is)));
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Budget budget = parse_budget(options.flash, options.ram, options.latency, options.max_drop);
  if (options.folds == 1) {
    throw Error(ErrorCode::bad_option, "--folds", "is 1, expected 0 (none) or 2 and more");
  }
  if (options.folds == 0 && !options.fold_models.empty()) {
    throw Error(ErrorCode::bad_option, "--fold-models", "there are no folds",
                "say how many, as in --folds 3");
  }
  if (options.search.fine_tune > 0 || options.folds > 0) need_training();
  const Target& target = find_target(options.target);
  check_writable(options.output);
  if (!options.fold_models.empty()) check_writable(fs::path(options.fold_models) / "fold");
  const Material material = Material::read(options.material);
  if (options.folds > 0) Folds::check(material);
  Compression found(material, options.search, target, budget);
  search(found, material, options, globals);
  Point* best = found.best();
  if (best == nullptr) found.fail();
  unless_stopped(globals, "the network learnt from training samples only",
                 [&] { found.learn_from_all(*best); });
  export_onnx(best->graph, options.output);
  const double ratio = found.ratio(*best);
  const std::string_view quality = material.judge().quality();
  CommandResult done;
  done.json = {{"quality", quality}, {"ratio", ratio}};
  report_networks(found, *best, quality, globals, done);
  report_layers(found, *best, globals, done);
  if (options.search.fine_tune > 0) {
    unless_stopped(globals, "no control", [&] {
      report_control(material, target, *best, static_cast<uint64_t>(options.search.seed), globals,
                     done);
    });
  }
  report_test(material, found.points[0], *best, globals, done);
  say(globals, fmt::format("weights {:.1f} x smaller than float", ratio));
  const std::string path = report_beside(options.output);
  Report report =
      compression_report(found, *best, material, target, options.material.data, done.json);
  report.sections.push_back(reproduction(globals, {options.output}));
  write_file(path, report_html(report));
  done.json["report"] = path;
  say(globals,
      fmt::format("wrote {1} and {0}\nnext: mote generate {1} -t {2} --name my_net{3} -o my_net",
                  path, options.output, target.name,
                  options.search.hop > 0 ? fmt::format(" --hop {}", options.search.hop) : ""));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->material.model, "Float ONNX model");
  app.text(
      "--data", options->material.data,
      "Data set: its training people calibrate and choose, its test people are looked at once");
  app.list("-i,--input-samples", options->material.inputs,
           "Arrays instead: X.npy, some of which calibrate and the others choose");
  app.text("-l,--labels", options->material.labels,
           "Class of each of them: Y.npy; without, networks are compared with the model itself");
  app.text("-t,--target", options->target, "What it must run on; see 'mote targets'");
  app.text("--flash", options->flash, "Most flash the library may take, as in 16KiB");
  app.text("--ram", options->ram, "Most RAM, stack included");
  app.text("--latency", options->latency, "Longest run, as in 50ms@48MHz");
  app.count(
      "--hop", options->search.hop,
      "The library computes windows that begin so many samples after one another, as generate "
      "--hop has it: what the limits are of, with the front end's part of sound");
  app.text("--max-drop", options->max_drop,
           "Points of accuracy on validation samples (without labels: of agreement or "
           "fidelity) that may be lost; the smallest network within is taken");
  std::vector<std::string> methods;
  for (const CompressorDef* compressor : all_compressors()) methods.emplace_back(compressor->name);
  app.choice("--method", options->search.method, "Only this one", methods);
  app.count("--fine-tune", options->search.fine_tune,
            "Passes over the training data for the most promising networks");
  app.count("--folds", options->folds,
            "Models trained anew, each without some of the people, on whom the most promising "
            "networks are tried; 0: none");
  app.text("--fold-models", options->fold_models,
           "Folder that keeps those models, so that the next search need not train them");
  app.count("--seed", options->search.seed, "Of fine-tuning");
  app.required("-o,--output", options->output, "ONNX file to write");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_compress = {"compress", "Make a model small enough for a budget",
                                            define};

}  // namespace mote
