// SPDX-License-Identifier: Apache-2.0
// mote compress: a float model, data and a budget in; the best int8 model within the budget out.
#include <algorithm>
#include <cmath>
#include <memory>

#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/budget.h"
#include "cli/console.h"
#include "cli/model.h"
#include "compress/front.h"
#include "import/onnx.h"
#include "plan/plan.h"
#include "train/fine_tune.h"
#include "train/train.h"

namespace mote {
namespace {

struct Choices {
  std::string model, data, target = "cortex-m0", flash, ram, latency, max_drop, method, output;
  int64_t fine_tune = 0, seed = 1;
};

// One whole network: how good it is on validation samples, and what it takes on the target.
struct Point {
  Assignment assignment;
  Graph graph;  // int8
  bool is_tuned = false;
  double accuracy = 0, macro_f1 = 0;
  Measurement measured;
  int64_t weight_bytes = 0;
};

// What the library takes: counted on one sample where the target has a board, else its size only.
Measurement measure(const Graph& graph, const Target& target, const Samples& samples) {
  const TemporaryFolder folder;
  const std::string library = (folder.path() / "library").string();
  write_library(generate_library(graph, "net", target), library);
  if (target.boards.empty()) {
    Measurement size = measure_size(library, target);
    size.ram_bytes = size.arena_bytes = plan(graph, target).arena_bytes;
    return size;
  }
  return run_library(library, target, {1, {samples.inputs.at(0)}, {}}).measurement;
}

Point measured_point(const Graph& real, const Dataset& dataset, const Samples& validation,
                     const Target& target) {
  Point point;
  point.graph = quantize_on(real, dataset).graph;
  const Score found = score(point.graph, validation, evaluate_all(point.graph, validation));
  point.accuracy = found.accuracy;
  point.macro_f1 = found.macro_f1;
  point.measured = measure(point.graph, target, validation);
  point.weight_bytes = weight_bytes(plan(point.graph, target));
  return point;
}

bool fits(const Point& point, const Budget& budget, double accuracy) {
  const Measurement& m = point.measured;
  return static_cast<double>(m.flash_bytes) <= budget.flash &&
         static_cast<double>(m.ram_bytes) <= budget.ram && m.cycles <= budget.cycles &&
         point.accuracy >= accuracy - budget.max_drop;
}

// Among those that fit: the smallest when a loss was allowed, else the most accurate.
const Point* best_of(const std::vector<Point>& points, const Budget& budget) {
  const auto worth = [&](const Point& point) {
    const auto flash = -static_cast<double>(point.measured.flash_bytes);
    return budget.max_drop < kUnlimited ? std::pair(flash, point.accuracy)
                                        : std::pair(point.accuracy, flash);
  };
  const Point* best = nullptr;
  for (const Point& point : points) {
    if (!fits(point, budget, points[0].accuracy)) continue;
    if (best == nullptr || worth(point) > worth(*best)) best = &point;
  }
  return best;
}

// Names the limit that is missed by most, by the point that comes nearest to all of them.
[[noreturn]] void fail(const std::vector<Point>& points, const Budget& budget) {
  double nearest = kUnlimited;
  std::string limit;
  for (const Point& point : points) {
    const Measurement& m = point.measured;
    struct Limit {
      double got, allowed;
      const char* option;
    };
    double worst = 0;
    std::string words;
    for (const Limit& one : {Limit{static_cast<double>(m.flash_bytes), budget.flash, "--flash"},
                             Limit{static_cast<double>(m.ram_bytes), budget.ram, "--ram"},
                             Limit{m.cycles, budget.cycles, "--latency"}}) {
      if (one.got / one.allowed <= worst) continue;
      worst = one.got / one.allowed;
      words =
          fmt::format("{}: the nearest network takes {:.0f} where {:.0f} are allowed ({:.1f} x)",
                      one.option, one.got, one.allowed, worst);
    }
    const double drop = points[0].accuracy - point.accuracy;
    if (worst <= 1) {
      worst = 1 + drop;
      words = fmt::format("--max-drop: networks that are small enough lose {:.1f} points at least",
                          100 * drop);
    }
    if (worst < nearest) {
      nearest = worst;
      limit = words;
    }
  }
  throw Error(ErrorCode::budget_impossible, "budget", limit,
              "allow more, or train a smaller network (mote train --arch ...)");
}

Json point_json(const Point& point, const Score* test) {
  const Measurement& m = point.measured;
  return {{"accuracy", test != nullptr ? test->accuracy : point.accuracy},
          {"macro_f1", test != nullptr ? test->macro_f1 : point.macro_f1},
          {"validation_accuracy", point.accuracy},
          {"weight_bytes", point.weight_bytes},
          {"flash_bytes", m.flash_bytes},
          {"ram_bytes", m.ram_bytes},
          {"cycles", m.cycles},
          {"fine_tuned", point.is_tuned}};
}

std::vector<std::string> point_row(const std::string& name, const Point& point) {
  const Measurement& m = point.measured;
  return {name,
          percent(point.accuracy),
          grouped(point.weight_bytes),
          grouped(m.flash_bytes),
          grouped(m.ram_bytes),
          m.cycles > 0 ? grouped(std::llround(m.cycles)) : "-"};
}

int64_t float_bytes(const Graph& graph) {
  int64_t bytes = 0;
  for (const Value& value : graph.values) {
    if (value.is_constant && value.dtype == DType::f32) bytes += 4 * element_count(value.shape);
  }
  return bytes;
}

// Up to `most` of the front's networks, spread over it from the second on.
std::vector<Assignment> finalists(const std::vector<Assignment>& front, size_t most) {
  std::vector<Assignment> chosen;
  const size_t others = front.size() - 1, count = std::min(others, most);
  for (size_t i = 0; i < count; i++) chosen.push_back(front[1 + i * others / count]);
  return chosen;
}

Graph float_model(const std::string& path) {
  Graph real = load_model(path);
  if (!layers_of(real).empty()) return real;
  throw Error(ErrorCode::bad_model, path,
              "has no float layers to compress (fully connected or convolution)",
              "give the float model: mote train writes it beside the int8 one, as M.float.onnx");
}

void check_judgeable(const Graph& real, const Dataset& dataset, const std::string& place) {
  const auto task = real.meta.find("task");
  if (!dataset.train.y.empty() && (task == real.meta.end() || task->second == "classify")) return;
  throw Error(ErrorCode::bad_data, place,
              "networks are chosen by how many samples they classify right, which this model or "
              "these samples without labels do not allow",
              "give a classifier and labelled data");
}

// The model, what is known of its layers, and the networks made of it so far: int8 first.
class Compression {
 public:
  Compression(const Choices& options, const Target& target)
      : options_(options),
        target_(target),
        real_(float_model(options.model)),
        dataset_(read_dataset(options.data)) {
    check_judgeable(real_, dataset_, options.data);
    split_ = split_validation(dataset_);
    validation_ = split_samples(dataset_, split_.validation, real_);
  }

  void work_out_layers() {
    constexpr int64_t calibration = 256;
    const int64_t count = std::min(calibration, split_.train.size());
    const auto sample = [&](int64_t i) {
      return std::vector<Tensor>{
          sample_tensor(dataset_, split_.train, i * split_.train.size() / count, real_)};
    };
    Progress progress("layers", static_cast<int64_t>(layers_of(real_).size()));
    choices_ = choices_of(real_, sample, count, options_.method,
                          [&](int64_t done) { progress.update(done); });
    front_ = front_of(choices_);
    const Assignment untouched(choices_.size(), 0);
    std::erase(front_, untouched);
    front_.insert(front_.begin(), untouched);
  }

  void measure_front() {
    Progress progress("networks", static_cast<int64_t>(front_.size()));
    for (const Assignment& assignment : front_) {
      add(assembled(real_, choices_, assignment), assignment, /*is_tuned=*/false);
      progress.update(static_cast<int64_t>(points.size()));
    }
  }

  void fine_tune_finalists() {
    const std::vector<Assignment> tuned = finalists(front_, 8);
    const int64_t epochs = options_.fine_tune;
    Progress progress("fine-tune", epochs * static_cast<int64_t>(tuned.size()));
    for (size_t i = 0; i < tuned.size(); i++) {
      const auto update = [&](int done) {
        progress.update(static_cast<int64_t>(i) * epochs + done);
      };
      add(fine_tune(assembled(real_, choices_, tuned[i]), dataset_, split_.train,
                    static_cast<int>(epochs), static_cast<uint64_t>(options_.seed), update),
          tuned[i], /*is_tuned=*/true);
    }
  }

  // On the test split.
  Score tested(const Point& point) const {
    const Samples test = split_samples(dataset_, dataset_.test, real_);
    return score(point.graph, test, evaluate_all(point.graph, test));
  }

  // How many times smaller than in float its weights are.
  double ratio(const Point& point) const {
    return static_cast<double>(float_bytes(real_)) / static_cast<double>(point.weight_bytes);
  }

  const std::vector<LayerChoices>& layers() const { return choices_; }

  std::vector<Point> points;

 private:
  void add(const Graph& graph, const Assignment& assignment, bool is_tuned) {
    points.push_back(measured_point(graph, dataset_, validation_, target_));
    points.back().assignment = assignment;
    points.back().is_tuned = is_tuned;
  }

  const Choices& options_;
  const Target& target_;
  const Graph real_;
  const Dataset dataset_;
  TrainValidation split_;
  Samples validation_;
  std::vector<LayerChoices> choices_;
  std::vector<Assignment> front_;
};

void report_networks(const Compression& found, const Point& best, const Globals& globals,
                     CommandResult& done) {
  std::vector<std::vector<std::string>> rows{
      {"network", "validation", "weights", "flash", "RAM", "cycles"}};
  for (const Point& point : found.points) {
    done.json["front"].push_back(point_json(point, nullptr));
    const bool is_first = &point == &found.points[0];
    rows.push_back(point_row(is_first          ? "int8"
                             : &point == &best ? "-> chosen"
                             : point.is_tuned  ? "fine-tuned"
                                               : "",
                             point));
  }
  say(globals, table(rows));
}

void report_layers(const Compression& found, const Point& best, const Globals& globals,
                   CommandResult& done) {
  std::vector<std::vector<std::string>> rows{{"layer", "method", "setting", "bytes"}};
  for (size_t i = 0; i < found.layers().size(); i++) {
    const LayerChoices& layer = found.layers()[i];
    const Candidate& candidate = layer.candidates[best.assignment[i]];
    const int64_t bytes = stored_bytes(candidate.factors);
    done.json["layers"].push_back({{"name", layer.layer.node},
                                   {"method", candidate.method},
                                   {"setting", candidate.setting},
                                   {"weight_bytes", bytes}});
    rows.push_back({layer.layer.node, candidate.method, candidate.setting, grouped(bytes)});
  }
  say(globals, table(rows));
}

CommandResult run(const Choices& options, const Globals& globals) {
  const Budget budget = parse_budget(options.flash, options.ram, options.latency, options.max_drop);
  if (options.fine_tune > 0) need_training();
  const Target& target = find_target(options.target);
  Compression found(options, target);
  found.work_out_layers();
  found.measure_front();
  if (options.fine_tune > 0) found.fine_tune_finalists();
  const Point* best = best_of(found.points, budget);
  if (best == nullptr) fail(found.points, budget);
  export_onnx(best->graph, options.output);
  const Score before = found.tested(found.points[0]), after = found.tested(*best);
  const double ratio = found.ratio(*best);
  CommandResult done;
  done.json = {{"baseline", point_json(found.points[0], &before)},
               {"chosen", point_json(*best, &after)},
               {"ratio", ratio}};
  report_networks(found, *best, globals, done);
  report_layers(found, *best, globals, done);
  say(globals, fmt::format("test: {} as int8, {} compressed; weights {:.1f} x smaller than float",
                           percent(before.accuracy), percent(after.accuracy), ratio));
  say(globals, fmt::format("wrote {}\nnext: mote generate {} -t {} --name my_net -o my_net",
                           options.output, options.output, target.name));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "Float ONNX model");
  app.required("--data", options->data,
               "Data set: its training people calibrate and choose, its test people are looked at "
               "once");
  app.text("-t,--target", options->target, "What it must run on; see 'mote targets'");
  app.text("--flash", options->flash, "Most flash the library may take, as in 16KiB");
  app.text("--ram", options->ram, "Most RAM, stack included");
  app.text("--latency", options->latency, "Longest run, as in 50ms@48MHz");
  app.text("--max-drop", options->max_drop,
           "Points of validation accuracy that may be lost; the smallest network within is taken");
  std::vector<std::string> methods;
  for (const CompressorDef* compressor : all_compressors()) methods.emplace_back(compressor->name);
  app.choice("--method", options->method, "Only this one", methods);
  app.count("--fine-tune", options->fine_tune,
            "Passes over the training data for up to eight of the networks");
  app.count("--seed", options->seed, "Of fine-tuning");
  app.required("-o,--output", options->output, "ONNX file to write");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_compress = {"compress", "Make a model small enough for a budget",
                                            define};

}  // namespace mote
