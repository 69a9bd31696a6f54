// SPDX-License-Identifier: Apache-2.0
#include "report/plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace mote {
namespace {

Json field(const char* name, const char* type, const Json& title) {
  return {{"field", name}, {"type", type}, {"title", title}};
}

Json whole(const Json& values, const Json& mark, const Json& encoding) {
  return {{"width", "container"},
          {"data", {{"values", values}}},
          {"mark", mark},
          {"encoding", encoding}};
}

Json with(Json json, const Json& more) {
  json.update(more);
  return json;
}

}  // namespace

Json curve_plot(const std::vector<Curve>& curves, const std::string& x, const std::string& y) {
  Json values = Json::array(), names = Json::array();
  for (const Curve& curve : curves) {
    names.push_back(curve.name);
    for (const auto& [at, value] : curve.points) {
      values.push_back({{"x", at}, {"y", value}, {"curve", curve.name}});
    }
  }
  Json color = field("curve", "nominal", nullptr);
  color["scale"] = {{"domain", names}};
  if (curves.size() == 1) color["legend"] = nullptr;
  Json plot = whole(values, {{"type", "line"}, {"point", true}, {"tooltip", true}},
                    {{"x", field("x", "quantitative", x)},
                     {"y", with(field("y", "quantitative", y), {{"scale", {{"zero", false}}}})},
                     {"color", color}});
  plot["height"] = 240;
  return plot;
}

Json bar_plot(const std::vector<BarPart>& parts, const std::string& value) {
  Json values = Json::array(), names = Json::array();
  std::set<std::string> bars;
  for (const BarPart& part : parts) {
    bars.insert(part.bar);
    values.push_back(
        {{"bar", part.bar}, {"part", part.part}, {"value", part.value}, {"order", values.size()}});
    if (std::find(names.begin(), names.end(), part.part) == names.end()) names.push_back(part.part);
  }
  Json color = field("part", "nominal", nullptr);
  color["scale"] = {{"domain", names}};
  if (names.size() == 1) color["legend"] = nullptr;
  return with(whole(values, {{"type", "bar"}, {"tooltip", true}},
                    {{"y", with(field("bar", "nominal", nullptr), {{"sort", nullptr}})},
                     {"x", field("value", "quantitative", value)},
                     {"order", field("order", "quantitative", nullptr)},
                     {"color", color}}),
              {{"height", 22 * bars.size()}});
}

Json confusion_plot(const std::vector<std::string>& classes,
                    const std::vector<ConfusionPanel>& panels) {
  Json values = Json::array(), titles = Json::array();
  for (const ConfusionPanel& panel : panels) {
    titles.push_back(panel.title);
    for (size_t truth = 0; truth < panel.counts.size(); truth++) {
      const std::vector<int64_t>& row = panel.counts[truth];
      const auto sum = static_cast<double>(std::accumulate(row.begin(), row.end(), int64_t{0}));
      for (size_t said = 0; said < row.size(); said++) {
        values.push_back({{"panel", panel.title},
                          {"truth", classes.at(truth)},
                          {"said", classes.at(said)},
                          {"count", row[said]},
                          {"share", sum > 0 ? static_cast<double>(row[said]) / sum : 0}});
      }
    }
  }
  const Json x = with(field("said", "nominal", "decided"), {{"sort", classes}});
  const Json y = with(field("truth", "nominal", "truth"), {{"sort", classes}});
  const Json color = with(
      field("share", "quantitative", nullptr),
      {{"scale", {{"range", {"#2a9d6f08", "#2a9d6f"}}, {"domain", {0, 1}}}}, {"legend", nullptr}});
  const Json rectangles{{"mark", {{"type", "rect"}, {"tooltip", true}}},
                        {"encoding", {{"color", color}}}};
  const Json numbers{{"transform", {{{"filter", "datum.count > 0"}}}},
                     {"mark", {{"type", "text"}, {"fontSize", 11}, {"color", "currentColor"}}},
                     {"encoding", {{"text", {{"field", "count"}, {"type", "quantitative"}}}}}};
  const double step = classes.size() > 8 ? 28 : 40;
  return {{"data", {{"values", values}}},
          {"columns", 2},
          {"facet", with(field("panel", "nominal", nullptr), {{"sort", titles}})},
          {"spec",
           {{"width", {{"step", step}}},
            {"height", {{"step", step * 0.75}}},
            {"encoding", {{"x", x}, {"y", y}}},
            {"layer", {rectangles, numbers}}}}};
}

Json scatter_plot(const std::vector<Mark>& marks, const std::string& x, const std::string& y) {
  Json values = Json::array(), kinds = Json::array();
  for (const Mark& mark : marks) {
    values.push_back({{"x", mark.x}, {"y", mark.y}, {"kind", mark.kind}, {"label", mark.label}});
    if (std::find(kinds.begin(), kinds.end(), mark.kind) == kinds.end()) kinds.push_back(mark.kind);
  }
  const Json scale{{"type", "log"}, {"nice", false}, {"padding", 12}};
  const Json color = with(field("kind", "nominal", nullptr), {{"scale", {{"domain", kinds}}}});
  Json plot = whole(values, {{"type", "point"}, {"filled", true}, {"size", 60}, {"opacity", 0.8}},
                    {{"x", with(field("x", "quantitative", x), {{"scale", scale}})},
                     {"y", with(field("y", "quantitative", y), {{"scale", {{"zero", false}}}})},
                     {"color", color},
                     {"shape", color},
                     {"tooltip",
                      {field("label", "nominal", ""), field("x", "quantitative", x),
                       field("y", "quantitative", y)}}});
  plot["height"] = 320;
  return plot;
}

Json block_plot(const std::vector<Block>& blocks, const std::vector<std::string>& steps) {
  Json values = Json::array();
  double top = 0;
  for (const Block& block : blocks) top = std::max(top, block.high);
  for (const Block& block : blocks) {
    const double bytes = block.high - block.low;
    values.push_back({{"name", block.name},
                      {"first", block.first},
                      {"after", block.last + 1},
                      {"middle", (block.first + block.last + 1) / 2.0},
                      {"low", block.low},
                      {"high", block.high},
                      {"center", (block.low + block.high) / 2},
                      {"bytes", bytes},
                      {"word", bytes > 0.07 * top ? fmt::format("{:.0f}", bytes) : ""}});
  }
  const char* const byte = "byte of the arena";
  const int last = static_cast<int>(steps.size());
  std::string names = "datum.value < 0 ? 'input' : [";
  for (const std::string& step : steps) names += fmt::format("{},", Json(step).dump());
  names += "''][datum.value]";
  const Json axis{{"tickMinStep", 1},  {"values", Json::array()}, {"labelExpr", names},
                  {"labelAngle", -40}, {"labelOffset", 20},       {"grid", true}};
  Json x = with(field("first", "quantitative", nullptr),
                {{"scale", {{"domain", {-1, last}}, {"nice", false}}}, {"axis", axis}});
  for (int step = -1; step < last; step++) x["axis"]["values"].push_back(step);
  const Json color = with(field("name", "nominal", nullptr), {{"legend", nullptr}});
  const Json rectangles{
      {"mark", {{"type", "rect"}, {"stroke", "#8888"}, {"opacity", 0.75}}},
      {"encoding",
       {{"x", x},
        {"x2", {{"field", "after"}}},
        {"y", field("low", "quantitative", byte)},
        {"y2", {{"field", "high"}}},
        {"color", color},
        {"tooltip",
         {field("name", "nominal", "written by"), field("bytes", "quantitative", "bytes")}}}}};
  const Json words{{"mark", {{"type", "text"}, {"fontSize", 11}, {"limit", 110}}},
                   {"encoding",
                    {{"x", field("middle", "quantitative", nullptr)},
                     {"y", field("center", "quantitative", byte)},
                     {"text", {{"field", "word"}, {"type", "nominal"}}}}}};
  return {{"width", "container"},
          {"height", 280},
          {"data", {{"values", values}}},
          {"layer", {rectangles, words}}};
}

Json flame_plot(const std::vector<Frame>& frames, const std::string& unit) {
  Json values = Json::array();
  double end = 0;
  int top = 0;
  for (const Frame& frame : frames) {
    end = std::max(end, frame.to);
    top = std::max(top, frame.level);
  }
  for (const Frame& frame : frames) {
    const double share = end > 0 ? (frame.to - frame.from) / end : 0;
    values.push_back({{"name", frame.name},
                      {"from", frame.from},
                      {"to", frame.to},
                      {"middle", (frame.from + frame.to) / 2},
                      {"level", frame.level},
                      {"above", frame.level + 1},
                      {"center", frame.level + 0.5},
                      {"amount", frame.to - frame.from},
                      {"word", share > 0.07 ? frame.name : ""}});
  }
  const Json color = with(field("name", "nominal", nullptr), {{"legend", nullptr}});
  const Json y = with(field("level", "quantitative", nullptr), {{"axis", nullptr}});
  const Json rectangles{
      {"mark", {{"type", "rect"}, {"stroke", "#8888"}, {"opacity", 0.75}}},
      {"encoding",
       {{"x", with(field("from", "quantitative", unit), {{"scale", {{"nice", false}}}})},
        {"x2", {{"field", "to"}}},
        {"y", y},
        {"y2", {{"field", "above"}}},
        {"color", color},
        {"tooltip", {field("name", "nominal", ""), field("amount", "quantitative", unit)}}}}};
  const Json words{{"mark", {{"type", "text"}, {"fontSize", 11}, {"limit", 140}}},
                   {"encoding",
                    {{"x", field("middle", "quantitative", unit)},
                     {"y", field("center", "quantitative", nullptr)},
                     {"text", {{"field", "word"}, {"type", "nominal"}}}}}};
  return {{"width", "container"},
          {"height", 32 * (top + 1)},
          {"data", {{"values", values}}},
          {"layer", {rectangles, words}}};
}

Json panel_plot(const std::vector<CurvePanel>& panels) {
  Json values = Json::array(), titles = Json::array(), names = Json::array();
  for (const CurvePanel& panel : panels) {
    titles.push_back(panel.title);
    for (const Curve& curve : panel.curves) {
      if (std::find(names.begin(), names.end(), curve.name) == names.end()) {
        names.push_back(curve.name);
      }
      for (const auto& [x, y] : curve.points) {
        values.push_back({{"panel", panel.title}, {"curve", curve.name}, {"x", x}, {"y", y}});
      }
    }
  }
  const Json color = with(field("curve", "nominal", nullptr), {{"scale", {{"domain", names}}}});
  return {{"data", {{"values", values}}},
          {"columns", 6},
          {"facet", with(field("panel", "nominal", nullptr), {{"sort", titles}})},
          {"spec",
           {{"width", 110},
            {"height", 64},
            {"mark", {{"type", "line"}, {"tooltip", true}}},
            {"encoding",
             {{"x", with(field("x", "quantitative", nullptr), {{"axis", nullptr}})},
              {"y", with(field("y", "quantitative", nullptr),
                         {{"axis", {{"tickCount", 2}, {"grid", false}}}})},
              {"color", color}}}}}};
}

}  // namespace mote
