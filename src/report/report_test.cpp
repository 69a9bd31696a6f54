// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"

#include <gtest/gtest.h>

#include "report/plots.h"

namespace mote {
namespace {

int count_of(const std::string& text, const std::string& word) {
  int count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) count++;
  return count;
}

TEST(Report, NothingInANameBecomesAPartOfThePage) {
  const std::string evil = "</script><script>alert('&')</script>";
  Report report{evil, evil};
  report.sections.push_back({.title = evil,
                             .text = evil,
                             .plot = bar_plot({{evil, evil, 1}}, evil),
                             .rows = {{evil}, {evil}},
                             .lines = {evil}});
  report.data = {{"name", evil}};
  Report harmless = report;
  for (std::string* text : {&harmless.title, &harmless.verdict}) *text = "x";
  harmless.sections = {{.title = "x",
                        .text = "x",
                        .plot = bar_plot({{"x", "x", 1}}, "x"),
                        .rows = {{"x"}, {"x"}},
                        .lines = {"x"}}};
  const std::string html = report_html(report), plain = report_html(harmless);
  EXPECT_EQ(count_of(html, evil), 0);
  EXPECT_EQ(count_of(html, "<script"), count_of(plain, "<script"));
  EXPECT_EQ(count_of(html, "</script"), count_of(plain, "</script"));
}

TEST(Report, HasTheNumbersThatItDraws) {
  Report report{"title", "verdict", /*is_good=*/false};
  report.sections.push_back({.title = "short",
                             .plot = curve_plot({{"loss", {{1, 0.5}, {2, 0.25}}}}, "epoch", "loss"),
                             .rows = {{"epoch", "loss"}, {"1", "0.5"}, {"2", "0.25"}}});
  ReportSection longer{.title = "long", .plot = report.sections[0].plot, .rows = {{"number"}}};
  for (int i = 0; i < 40; i++) longer.rows.push_back({std::to_string(i)});
  report.sections.push_back(longer);
  const std::string html = report_html(report);
  EXPECT_NE(html.find("<td>0.25</td>"), std::string::npos);
  EXPECT_NE(html.find("<td>39</td>"), std::string::npos);
  EXPECT_NE(html.find("class=\"verdict bad\""), std::string::npos);
  const bool has_plots = html.find("class=\"plot\"") != std::string::npos;
  EXPECT_EQ(has_plots, html.find("40 rows of numbers") != std::string::npos);
  EXPECT_EQ(has_plots, html.find("without what draws plots") == std::string::npos);
}

TEST(Plots, ConfusionColorsAreSharesOfTheTruth) {
  const Json plot = confusion_plot({"a", "b"}, {{"before", {{3, 1}, {0, 0}}}});
  const Json& values = plot["data"]["values"];
  ASSERT_EQ(values.size(), 4u);
  EXPECT_EQ(values[1]["share"], 0.25);
  EXPECT_EQ(values[3]["share"], 0.0) << "nobody of that class";
}

TEST(Plots, BlocksEndAfterTheStepThatReadsThemLast) {
  const Json plot = block_plot({{"input", -1, 1, 0, 64}, {"small", 1, 1, 64, 65}}, {"one", "two"});
  const Json& values = plot["data"]["values"];
  EXPECT_EQ(values[0]["first"], -1);
  EXPECT_EQ(values[0]["after"], 2);
  EXPECT_EQ(values[0]["word"], "64");
  EXPECT_EQ(values[1]["word"], "") << "no room for it";
}

}  // namespace
}  // namespace mote
