// SPDX-License-Identifier: Apache-2.0
// Results as one self-contained HTML file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace mote {

// A heading with what there is of: words, a plot, a table, and lines as a program prints them.
struct ReportSection {
  std::string title;
  std::string text = {};
  std::optional<Json> plot = {};                    // of plots.h
  std::vector<std::vector<std::string>> rows = {};  // the first row names the columns
  std::vector<std::string> lines = {};
  std::optional<Json> trial = {};  // a network that runs in the page: see page/trial.js
};

struct Report {
  std::string title, verdict = {};
  bool is_good = true;  // the verdict
  std::vector<ReportSection> sections = {};
  Json data = {};  // everything the tables and plots were made of
};

// Opens without network, light and dark; under every plot its numbers as a table. Without the
// programs that draw plots (cmake/plots.cmake) it has the tables alone.
std::string report_html(const Report& report);

}  // namespace mote
