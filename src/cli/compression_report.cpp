// SPDX-License-Identifier: Apache-2.0
#include "cli/compression_report.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "cli/console.h"
#include "cli/learnt_report.h"
#include "cli/trial.h"
#include "compress/front.h"
#include "report/plots.h"

namespace mote {
namespace {

std::string kind_of(const Compression& found, const Point& best, const Point& point) {
  if (&point == &best) return "chosen";
  if (&point == &found.points[0]) return "int8";
  return point.is_tuned ? "fine-tuned" : "not fine-tuned";
}

std::vector<std::string> row_of(const std::string& name, const Point& point) {
  const Measurement& m = point.measured;
  return {name,
          percent(point.quality),
          grouped(point.weight_bytes),
          grouped(m.flash_bytes),
          grouped(m.ram_bytes),
          grouped(std::llround(m.cycles))};
}

ReportSection front_section(const Compression& found, const Point& best, std::string_view quality) {
  ReportSection section{"What the search found"};
  section.text = fmt::format(
      "Networks that were made: {}. Their {} is that on samples which the search chooses by; where "
      "folds of people judged, the loss there decided.",
      found.points.size(), quality);
  section.rows = {{"network", std::string(quality), "weights", "flash", "lost on folds", "doubt"}};
  std::vector<Mark> marks;
  for (const Point& point : found.points) {
    const auto flash = static_cast<double>(point.measured.flash_bytes);
    const std::string kind = kind_of(found, best, point);
    marks.push_back({flash, 100 * point.quality, kind,
                     fmt::format("{}, {}", kind, found.start_of(point).name)});
    const auto folds = point.on_folds.value_or(FoldLoss());
    section.rows.push_back({kind, percent(point.quality), grouped(point.weight_bytes),
                            grouped(point.measured.flash_bytes),
                            point.on_folds ? fmt::format("{:.2f}", 100 * folds.quality) : "",
                            point.on_folds ? fmt::format("{:.2f}", 100 * folds.doubt) : ""});
  }
  std::stable_sort(section.rows.begin() + 1, section.rows.end(), [](const auto& a, const auto& b) {
    return std::pair(a[3].size(), a[3]) < std::pair(b[3].size(), b[3]);
  });
  section.plot = scatter_plot(marks, "bytes of flash", std::string(quality) + ", %");
  return section;
}

ReportSection layer_section(const Compression& found, const Point& best) {
  ReportSection section{"What became of each layer"};
  section.text = "Bytes of each layer's constants in float, in int8, and as chosen.";
  section.rows = {{"layer", "method", "setting", "weights", "float", "int8", "chosen", "smaller"}};
  std::vector<BarPart> parts;
  const std::vector<LayerChoices>& layers = found.start_of(best).choices;
  for (size_t i = 0; i < layers.size(); i++) {
    const Candidate& chosen = layers[i].candidates[best.assignment[i]];
    const auto count = static_cast<double>(layers[i].layer.rows * layers[i].layer.columns);
    const std::string& name = layers[i].layer.node;
    parts.push_back({name, "chosen", chosen.bytes});
    const double int8 = layers[i].candidates[0].bytes;
    parts.push_back({name, "saved since int8", std::max(0.0, int8 - chosen.bytes)});
    section.rows.push_back({name, std::string(chosen.name()), chosen.setting.text,
                            grouped(std::llround(count)), grouped(std::llround(4 * count)),
                            grouped(std::llround(int8)), grouped(std::llround(chosen.bytes)),
                            fmt::format("{:.1f} x", 4 * count / std::max(1.0, chosen.bytes))});
  }
  section.plot = bar_plot(parts, "bytes");
  return section;
}

}  // namespace

Report compression_report(const Compression& found, const Point& best, const Material& material,
                          const Target& target, const std::string& source, const Json& data) {
  const Point& before = found.points[0];
  Report report{"mote compress"};
  report.verdict =
      fmt::format("weights {:.1f} x smaller than in float; flash {} bytes instead of {} on {}",
                  found.ratio(best), grouped(best.measured.flash_bytes),
                  grouped(before.measured.flash_bytes), target.name);
  const std::string_view quality = material.judge().quality();
  report.sections.push_back(
      {.title = "Before and after",
       .rows = {{"network", std::string(quality), "weights", "flash", "RAM", "cycles"},
                row_of("int8", before),
                row_of("chosen", best)}});
  add_trial(best.graph, material.judge().samples(), source, report);
  report.sections.push_back(front_section(found, best, quality));
  report.sections.push_back(layer_section(found, best));
  const std::optional<Score> was = material.tested(before.graph), is = material.tested(best.graph);
  if (was && is)
    add_scores({{"int8", &*was}, {"chosen", &*is}}, material.dataset().classes, report);
  add_memory(plan(found.deployed(best), target), best.measured, report);
  add_instructions(best.measured, report);
  add_sparsity(best.graph, report);
  add_filters(material.real(), "What the first layer looks for", report);
  add_filters(best.graph, "What is left of it: its filters, or a dictionary's atoms", report);
  add_exciting(material.real(), material.judge().samples(), report);
  report.data = data;
  return report;
}

}  // namespace mote
