// SPDX-License-Identifier: Apache-2.0
#include "cli/model_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <sstream>

#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "data/streams.h"
#include "report/plots.h"

namespace mote {
namespace {

std::string whole(double number) {
  return grouped(std::llround(number));
}

// What a stretch of the arena holds first.
std::string slot_name(const Plan& planned, const Slot& slot) {
  for (size_t id = 0; id < planned.locations.size(); id++) {
    const Location& location = planned.locations[id];
    if (location.place != Place::arena || location.offset != slot.offset) continue;
    if (producer(planned.graph, static_cast<ValueId>(id)) != slot.first) continue;
    return planned.graph.nodes[static_cast<size_t>(slot.first)].name;
  }
  return slot.first < 0 ? "input" : "scratch";
}

ReportSection flash_section(const Plan& planned, const Measurement& measured) {
  ReportSection section{"Where the flash goes"};
  section.text = fmt::format("{} bytes: {} of constants and {} of code, tables and helpers.",
                             grouped(measured.flash_bytes), grouped(measured.weight_bytes),
                             grouped(measured.code_bytes));
  section.rows = {{"layer", "operator", "constants", "of all"}};
  std::vector<BarPart> parts;
  const std::span<const Step> steps = planned.steps;
  int64_t before = 0;
  for (size_t i = 0; i < steps.size(); i++) {
    const Node& node = planned.graph.nodes[steps[i].node];
    const int64_t all = weight_bytes(planned.graph, steps.first(i + 1));
    const int64_t bytes = all - before;  // what others have brought already is there once
    before = all;
    if (bytes == 0) continue;
    parts.push_back({node.name, "constants", static_cast<double>(bytes)});
    section.rows.push_back(
        {node.name, node.op, grouped(bytes),
         percent(static_cast<double>(bytes) /
                 static_cast<double>(std::max<int64_t>(1, measured.weight_bytes)))});
  }
  parts.push_back({"code", "code", static_cast<double>(measured.code_bytes)});
  section.plot = bar_plot(parts, "bytes of flash");
  return section;
}

ReportSection arena_section(const Plan& planned, const Measurement& measured) {
  ReportSection section{"Where the RAM goes"};
  section.text = fmt::format(
      "{} bytes: {} of arena, {} static, {} of stack. No order of these layers needs an arena of "
      "less than {}. Each block is a stretch of the arena from the layer that writes it to the "
      "last that reads it.",
      grouped(measured.ram_bytes), grouped(measured.arena_bytes), grouped(measured.static_bytes),
      grouped(measured.stack_bytes), grouped(planned.live_bytes));
  section.rows = {{"written by", "first byte", "bytes", "read until"}};
  std::vector<std::string> steps;
  for (const Node& node : planned.graph.nodes) steps.push_back(node.name);
  std::vector<Block> blocks;
  for (const Slot& slot : planned.slots) {
    if (slot.bytes == 0) continue;
    const std::string name = slot_name(planned, slot);
    const int last = std::min(slot.last, static_cast<int>(steps.size()) - 1);
    // It may grow and shrink while it is in use.
    for (int first = slot.first; first <= last;) {
      const int64_t bytes = slot.bytes_within(first, first);
      int end = first;
      while (end < last && slot.bytes_within(end + 1, end + 1) == bytes) end++;
      if (bytes > 0) {
        blocks.push_back({name, first, end, static_cast<double>(slot.offset),
                          static_cast<double>(slot.offset + bytes)});
      }
      first = end + 1;
    }
    section.rows.push_back({name, grouped(slot.offset), grouped(slot.bytes),
                            last < 0 ? "input" : steps[static_cast<size_t>(last)]});
  }
  section.plot = block_plot(blocks, steps);
  return section;
}

}  // namespace

std::string report_beside(const std::string& model) {
  return fs::path(model).replace_extension(".report.html").string();
}

ReportSection data_section(const Dataset& dataset) {
  ReportSection section{"Data"};
  std::string shape;
  for (const int64_t extent : dataset.shape) {
    shape += (shape.empty() ? "" : " x ") + std::to_string(extent);
  }
  const auto people = [](const Split& split) {
    return split.person.empty() ? std::string("-") : std::to_string(people_of(split).size());
  };
  section.rows = {{"data set", "samples of", "train", "people", "test", "people"},
                  {dataset.name + (dataset.synthetic ? " (synthetic)" : ""), shape,
                   grouped(dataset.train.size()), people(dataset.train),
                   grouped(dataset.test.size()), people(dataset.test)}};
  return section;
}

void add_training(const std::vector<Epoch>& epochs, const std::string& task, Report& report) {
  Curve loss{"training", {}}, quality{"validation", {}};
  ReportSection losses{"Training"}, qualities{"Validation"};
  const bool is_share = task != "anomaly";
  qualities.text = task == "classify"   ? "People, or samples, that training does not see."
                   : task == "pretrain" ? "How good it is at what it learns, on samples that "
                                          "training does not see."
                                        : "Negated loss on samples that training does not see.";
  losses.rows = {{"epoch", "loss", "validation"}};
  for (size_t i = 0; i < epochs.size(); i++) {
    const Epoch& epoch = epochs[i];
    const auto number = static_cast<double>(i + 1);
    const double shown = is_share ? 100 * epoch.validation_accuracy : epoch.validation_accuracy;
    loss.points.push_back({number, epoch.loss});
    quality.points.push_back({number, shown});
    losses.rows.push_back({std::to_string(i + 1), fmt::format("{:.4f}", epoch.loss),
                           is_share ? percent(epoch.validation_accuracy)
                                    : fmt::format("{:.4f}", epoch.validation_accuracy)});
  }
  losses.plot = curve_plot({loss}, "epoch", "loss");
  qualities.plot = curve_plot({quality}, "epoch", is_share ? "right, %" : "negated loss");
  report.sections.push_back(std::move(losses));
  report.sections.push_back(std::move(qualities));
}

std::vector<std::string> channel_names(const Graph& graph, size_t count) {
  std::vector<std::string> names;
  if (const auto found = graph.meta.find("channels"); found != graph.meta.end()) {
    std::istringstream words(found->second);
    for (std::string word; words >> word;) names.push_back(word);
  }
  while (names.size() < count) names.push_back(fmt::format("channel {}", names.size() + 1));
  return names;
}

std::vector<std::string> classes_of(const Graph& graph) {
  std::vector<std::string> names;
  if (const auto found = graph.meta.find("classes"); found != graph.meta.end()) {
    std::istringstream lines(found->second);
    for (std::string line; std::getline(lines, line);) names.push_back(line);
  }
  const int64_t count = element_count(graph[graph.outputs[0]].shape);
  if (std::ssize(names) == count) return names;
  names.clear();
  for (int64_t i = 0; i < count; i++) names.push_back(std::to_string(i));
  return names;
}

void add_scores(const std::vector<Tested>& models, const std::vector<std::string>& classes,
                Report& report) {
  ReportSection scores{"On test samples"}, confusion{"What is taken for what"};
  std::vector<ConfusionPanel> panels;
  for (const Tested& one : models) {
    const Score& score = *one.score;
    if (score.task != "classify") {
      scores.rows = {{"model", "area under the ROC curve"}};
      continue;
    }
    scores.rows = {{"model", "accuracy", "macro-F1"}};
    if (score.confusion.size() == classes.size()) panels.push_back({one.title, score.confusion});
  }
  for (const auto& [title, score] : models) {
    if (score->task == "classify") {
      scores.rows.push_back({title, percent(score->accuracy), percent(score->macro_f1)});
    } else if (std::isfinite(score->auc)) {
      scores.rows.push_back({title, fmt::format("{:.4f}", score->auc)});
    }
  }
  if (scores.rows.size() > 1) report.sections.push_back(std::move(scores));
  if (panels.empty()) return;
  confusion.plot = confusion_plot(classes, panels);
  confusion.rows = {{panels.back().title + ": truth"}};
  for (const std::string& name : classes) confusion.rows[0].push_back(name);
  for (size_t i = 0; i < classes.size(); i++) {
    std::vector<std::string>& row = confusion.rows.emplace_back();
    row.push_back(classes[i]);
    for (const int64_t count : panels.back().counts[i]) row.push_back(std::to_string(count));
  }
  report.sections.push_back(std::move(confusion));
}

void add_memory(const Plan& planned, const Measurement& measured, Report& report) {
  report.sections.push_back(flash_section(planned, measured));
  report.sections.push_back(arena_section(planned, measured));
}

void add_instructions(const Measurement& measured, Report& report) {
  if (!measured.counted) return;
  ReportSection section{"Where the time goes"};
  section.text = fmt::format(
      "{} instructions and {} cycles an inference on {}, mean of {}{}.",
      whole(measured.instructions), whole(measured.cycles), measured.board,
      grouped(measured.inferences),
      measured.cycles_are_exact ? ""
                                : "; cycles by the core's published table, without memory's waits");
  section.rows = {{"layer", "operator", "instructions", "cycles", "of all"}};
  std::vector<std::string> operators;
  for (const LayerCount& layer : measured.layers) {
    section.rows.push_back({layer.name, layer.op, whole(layer.instructions), whole(layer.cycles),
                            percent(layer.cycles / std::max(1.0, measured.cycles))});
    if (std::find(operators.begin(), operators.end(), layer.op) == operators.end()) {
      operators.push_back(layer.op);
    }
  }
  std::vector<Frame> frames;
  double at = 0;
  for (const std::string& op : operators) {
    const double from = at;
    for (const LayerCount& layer : measured.layers) {
      if (layer.op != op) continue;
      frames.push_back({2, at, at + layer.cycles, layer.name});
      at += layer.cycles;
    }
    frames.push_back({1, from, at, op});
  }
  frames.push_back({0, 0, at, "an inference"});
  section.plot = flame_plot(frames, "cycles");
  report.sections.push_back(std::move(section));
}

ReportSection reproduction(const Globals& globals, const std::vector<std::string>& files) {
  ReportSection section{"The same again"};
  section.lines = {globals.line};
  section.rows = {{"file", "bytes", "digest"}};
  for (const std::string& file : files) {
    const std::string content = read_file(file);
    section.rows.push_back({fs::path(file).filename().string(),
                            grouped(static_cast<int64_t>(content.size())),
                            fmt::format("{:016x}", digest(content.data(), content.size()))});
  }
  return section;
}

}  // namespace mote
