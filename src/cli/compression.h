// SPDX-License-Identifier: Apache-2.0
// The search for the best network within a budget.
#pragma once

#include <string>
#include <vector>

#include "cli/budget.h"
#include "cli/model.h"
#include "compress/front.h"

namespace mote {

// A network to begin with: the model, or the model with fewer neurons.
struct Start {
  std::string name;
  Graph graph;
  std::vector<LayerChoices> choices;
};

// One whole network: how good it is on validation samples, and what it takes on the target.
struct Point {
  size_t start = 0;
  Assignment assignment;
  Graph graph;  // int8
  bool is_tuned = false;
  double accuracy = 0, macro_f1 = 0;
  int64_t weight_bytes = 0;
  // Predicted until is_measured: code as large as the int8 network's. Cycles stay predicted where
  // no board holds the network: `counted` says.
  Measurement measured;
  bool is_measured = false;
};

// The model, what is known of its layers, and the networks made of it so far: int8 first.
class Compression {
 public:
  struct Options {
    std::string model, data, method;  // method: of all layers; "": any
    int64_t fine_tune = 0, seed = 1;
  };

  // Throws bad_model when there is nothing to compress, bad_data when networks cannot be judged.
  Compression(const Options& options, const Target& target, const Budget& budget);

  // Each of the three throws interrupted; what is in `points` by then can be used.
  void work_out_layers();
  void measure_front();
  void fine_tune_finalists();

  // On the test split.
  Score tested(const Point& point) const;

  // Among those within the budget: the smallest when a loss was allowed, else the most accurate;
  // measured. Null when there is none.
  const Point* best();

  // Throws budget_impossible: names the limit that is missed by most, by the point that comes
  // nearest to all of them.
  [[noreturn]] void fail() const;

  // How many times smaller than in float its weights are.
  double ratio(const Point& point) const;

  const Start& start_of(const Point& point) const { return starts_[point.start]; }

  std::vector<Point> points;

 private:
  struct Row {  // of the front
    size_t start;
    Assignment assignment;
  };

  bool fits(const Point& point) const;
  Point* likely_best();
  void measure(Point& point);
  bool is_good(const Point& point) const;
  double bytes_of(const Row& row) const;
  std::vector<std::vector<Row>> fronts() const;
  std::vector<Row>::const_iterator first_within(const std::vector<Row>& front) const;
  std::vector<Tensor> sample(int64_t index) const;
  void add(const Graph& graph, const Row& row, bool is_tuned);
  Graph made(const Row& row) const;
  void measure_largest(const std::vector<Row>& front);
  void tune(const Row& row);
  double tune_smallest(std::vector<Row> front, double best);
  void tune_largest(const std::vector<Row>& front);

  const Options options_;
  const Target& target_;
  const Budget budget_;
  const Graph real_;
  const Dataset dataset_;
  TrainValidation split_;
  Samples validation_;
  int64_t calibration_ = 0;  // samples
  std::vector<Start> starts_;
};

}  // namespace mote
