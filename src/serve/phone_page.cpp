// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/embedded_table.h"
#include "serve/sample_server.h"

namespace mote {

extern const EmbeddedFile serve_page_table[];
extern const size_t serve_page_count;

namespace {

std::string_view part(std::string_view path) {
  const EmbeddedFile* const end = serve_page_table + serve_page_count;
  return std::find_if(serve_page_table, end,
                      [&](const EmbeddedFile& file) { return file.path == path; })
      ->content;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    safe += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return safe;
}

}  // namespace

std::string phone_page(const std::string& title, const std::string& facts) {
  std::string json = facts;
  for (size_t at = 0; (at = json.find("</", at)) != std::string::npos; at += 3) {
    json.replace(at, 2, "<\\/");
  }
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>mote: {0}</title>\n<style>\n{1}</style>\n"
      "<main><h1>{0}</h1><button id=\"start\">Start</button><p id=\"class\">&nbsp;</p>"
      "<div id=\"bars\"></div><p id=\"state\"></p></main>\n"
      "<script type=\"application/json\" "
      "id=\"facts\">{2}</script>\n<script>\n{3}{4}</script>\n</html>\n",
      escaped(title), part("phone.css"), json, part("network.js"), part("phone.js"));
}

}  // namespace mote
