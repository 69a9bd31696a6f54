// SPDX-License-Identifier: Apache-2.0
// Results as one self-contained HTML file.
#pragma once

#include <string>
#include <vector>

namespace mote {

// A table under a heading; the first row names the columns.
struct ReportSection {
  std::string title;
  std::vector<std::vector<std::string>> rows;
};

struct Report {
  std::string title, verdict;
  std::vector<ReportSection> sections;
};

// No scripts, no network; light and dark.
std::string report_html(const Report& report);

}  // namespace mote
