// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/embedded_table.h"

namespace mote {

extern const EmbeddedFile report_page_table[];
extern const size_t report_page_count;

namespace {

constexpr size_t kLongTable = 16;  // rows; longer ones under a plot are folded away

std::string_view page_file(std::string_view path) {
  const EmbeddedFile* end = report_page_table + report_page_count;
  const EmbeddedFile* found = std::find_if(
      report_page_table, end, [&](const EmbeddedFile& file) { return file.path == path; });
  return found == end ? std::string_view() : found->content;
}

bool can_draw() {
  return !page_file("vega.min.js").empty() && !page_file("vega-lite.min.js").empty();
}

std::string escaped(const std::string& text) {
  std::string result;
  for (char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else {
      result += c;
    }
  }
  return result;
}

// JSON in which nothing can end the script around it.
std::string script_of(const Json& json) {
  std::string text;
  for (char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    text += c == '<' ? "\\u003c" : std::string(1, c);
  }
  return fmt::format("<script type=\"application/json\">{}</script>", text);
}

std::string html_row(const std::vector<std::string>& cells, const char* tag) {
  std::string text = "<tr>";
  for (const std::string& cell : cells) text += fmt::format("<{0}>{1}</{0}>", tag, escaped(cell));
  return text + "</tr>\n";
}

std::string html_table(const ReportSection& section, bool has_plot) {
  if (section.rows.empty()) return "";
  std::string text = "<div class=\"wide\"><table>\n";
  for (size_t i = 0; i < section.rows.size(); i++) {
    text += html_row(section.rows[i], i == 0 ? "th" : "td");
  }
  text += "</table></div>\n";
  if (!has_plot || section.rows.size() <= kLongTable) return text;
  return fmt::format("<details><summary>{} rows of numbers</summary>\n{}</details>\n",
                     section.rows.size() - 1, text);
}

std::string html_section(const ReportSection& section) {
  std::string text = fmt::format("<section>\n<h2>{}</h2>\n", escaped(section.title));
  if (!section.text.empty()) text += fmt::format("<p>{}</p>\n", escaped(section.text));
  const bool has_plot = section.plot && can_draw();
  if (has_plot) text += fmt::format("<div class=\"plot\">{}</div>\n", script_of(*section.plot));
  if (section.trial)
    text += fmt::format("<div class=\"trial\">{}</div>\n", script_of(*section.trial));
  text += html_table(section, has_plot);
  if (!section.lines.empty()) {
    text += "<pre>";
    for (const std::string& line : section.lines) text += escaped(line) + "\n";
    text += "</pre>\n";
  }
  return text + "</section>\n";
}

}  // namespace

std::string report_html(const Report& report) {
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<title>{0}</title><style>\n{1}</style></head><body>\n<h1>{0}</h1>\n"
      "<p class=\"verdict{2}\">{3}</p>\n",
      escaped(report.title), page_file("report.css"), report.is_good ? "" : " bad",
      escaped(report.verdict));
  for (const ReportSection& section : report.sections) text += html_section(section);
  text += fmt::format("<div id=\"data\">{}</div>\n<footer>Made by mote{}</footer>\n",
                      script_of(report.data),
                      can_draw() ? "; drawn by Vega and Vega-Lite (BSD-3-Clause)"
                                 : " without what draws plots: build it where npm is");
  text += fmt::format("<script>{}{}</script>\n", page_file("network.js"), page_file("trial.js"));
  if (can_draw()) {
    for (const char* file : {"vega.min.js", "vega-lite.min.js", "report.js"}) {
      text += fmt::format("<script>{}</script>\n", page_file(file));
    }
  }
  return text + "</body></html>\n";
}

}  // namespace mote
