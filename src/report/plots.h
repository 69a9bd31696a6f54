// SPDX-License-Identifier: Apache-2.0
// What reports draw, as Vega-Lite specifications with their data inside. None knows what it shows:
// units are in the titles that the caller gives.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace mote {

// Lines over a number, one color each.
struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;
};
Json curve_plot(const std::vector<Curve>& curves, const std::string& x, const std::string& y);

// Horizontal bars in the given order, of one or more parts each.
struct BarPart {
  std::string bar, part;
  double value;
};
Json bar_plot(const std::vector<BarPart>& parts, const std::string& value);

// Confusion matrices [truth][predicted] side by side; colors are shares of the truth's row.
struct ConfusionPanel {
  std::string title;
  std::vector<std::vector<int64_t>> counts;
};
Json confusion_plot(const std::vector<std::string>& classes,
                    const std::vector<ConfusionPanel>& panels);

// Points; x is logarithmic. Kinds differ in color.
struct Mark {
  double x, y;
  std::string kind, label;
};
Json scatter_plot(const std::vector<Mark>& marks, const std::string& x, const std::string& y);

// Stretches of memory while steps `first` to `last` run, both included.
struct Block {
  std::string name;
  int first, last;
  double low, high;  // bytes
};
Json block_plot(const std::vector<Block>& blocks, const std::vector<std::string>& steps);

// A flame graph: each frame lies on the one of the level below that it is part of.
struct Frame {
  int level;
  double from, to;
  std::string name;
};
Json flame_plot(const std::vector<Frame>& frames, const std::string& unit);

// Small panels of curves, several in a row.
struct CurvePanel {
  std::string title;
  std::vector<Curve> curves;
};
Json panel_plot(const std::vector<CurvePanel>& panels);

}  // namespace mote
