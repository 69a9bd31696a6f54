// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"

#include <fmt/format.h>

namespace mote {
namespace {

constexpr const char* kStyle =
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "th,td{padding:.25rem .75rem;border-bottom:1px solid #8884;text-align:right}"
    "th:first-child,td:first-child{text-align:left}.verdict{font-size:1.2rem;padding:.75rem 1rem;"
    "border-left:.3rem solid #2a7;background:#2a71}div{overflow-x:auto}";

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

std::string html_row(const std::vector<std::string>& cells, const char* tag) {
  std::string text = "<tr>";
  for (const std::string& cell : cells) text += fmt::format("<{0}>{1}</{0}>", tag, escaped(cell));
  return text + "</tr>\n";
}

}  // namespace

std::string report_html(const Report& report) {
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<title>{0}</title><style>{1}</style></head><body>\n<h1>{0}</h1>\n<p "
      "class=\"verdict\">{2}</p>\n",
      escaped(report.title), kStyle, escaped(report.verdict));
  for (const ReportSection& section : report.sections) {
    text += fmt::format("<h2>{}</h2>\n<div><table>\n", escaped(section.title));
    for (size_t i = 0; i < section.rows.size(); i++)
      text += html_row(section.rows[i], i == 0 ? "th" : "td");
    text += "</table></div>\n";
  }
  return text + "</body></html>\n";
}

}  // namespace mote
