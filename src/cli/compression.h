// SPDX-License-Identifier: Apache-2.0
// The search for the best network within a budget.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/budget.h"
#include "cli/deployed.h"
#include "cli/folds.h"

namespace mote {

// One whole network: how good it is as Material::judge() sees it, and what it takes on the target.
struct Point {
  size_t start = 0;
  Assignment assignment;
  Graph graph;  // int8
  bool is_tuned = false;
  double quality = 0;
  double doubt = 0;                       // standard error of what is lost of an accuracy, else 0
  std::optional<FoldLoss> on_folds = {};  // where it was tried
  int64_t weight_bytes = 0;               // without the front end's tables
  // Of the library, its front end with it. Predicted until is_measured: code as large as the int8
  // network's. Cycles stay predicted where no board holds the network: `counted` says.
  Measurement measured;
  bool is_measured = false;
};

// The model, what is known of its layers, and the networks made of it so far: int8 first.
class Compression {
 public:
  struct Options {
    std::string method;  // of all layers; "": any
    int64_t fine_tune = 0, seed = 1;
    int64_t hop = 0;  // see as_deployed()
  };

  // REQUIRES: material and target outlive this.
  Compression(const Material& material, const Options& options, const Target& target,
              const Budget& budget);

  // Each of the three throws interrupted; what is in `points` by then can be used.
  void work_out_layers();
  void measure_front();
  void search_fronts();

  // From now on a network must lose no more on the folds than is allowed to be the best. Where
  // no loss is allowed or asked for, the few best are compared there at the end of the search.
  void confirm_on(Folds folds) { folds_ = std::move(folds); }

  // Among those within the budget: the smallest when a loss was allowed, else the best;
  // measured. Null when there is none.
  Point* best();

  // Fine-tunes a fine-tuned network anew, for longer and on all samples: what some of them chose
  // may now learn from them. Leaves it as it was where the limits would be missed. Its quality
  // stays the one it was chosen for. Throws interrupted.
  void learn_from_all(Point& point);

  // Throws budget_impossible: names the limit that is missed by most, by the point that comes
  // nearest to all of them.
  [[noreturn]] void fail() const;

  // How many times smaller than in float its weights are.
  double ratio(const Point& point) const;

  // What its library is made of, and what is measured.
  Graph deployed(const Point& point) const { return as_deployed(point.graph, options_.hop); }

  const Start& start_of(const Point& point) const { return starts_[point.start]; }

  std::vector<Point> points;

 private:
  struct Row {
    size_t start;
    Assignment assignment;
  };
  struct Front {
    std::string_view method;  // "": any
    std::vector<Row> rows;    // from the largest to the smallest
    size_t first_small = 0;  // before this one networks are too large, as far as they were measured
  };

  bool is_small(const Point& point) const;
  bool shrinks() const { return budget_.max_drop < kUnlimited; }
  bool is_near(const Point& point) const;
  bool was_on_folds() const;
  double expected_loss(const Point& point) const;
  bool fits(const Point& point) const;
  const Point* smallest() const;
  Point* likely_best();
  void measure(Point& point);
  double bytes_of(const Row& row) const;
  std::vector<Front> fronts() const;
  SampleOf sample() const;
  void add(const Graph& graph, const Row& row, bool is_tuned);
  Graph made(const Row& row) const;
  int64_t last_passes(const Point& point) const;
  double exponent() const;
  void measure_largest(Front& front);
  void fill(Front& front, int64_t flash_bytes);
  Point& tried(const Row& row);
  bool is_good(const Row& row);
  Row row_of_bytes(const Front& front, double bytes) const;
  void try_smallest(const Front& front);
  void try_largest(Front& front);
  size_t best_start() const;
  void shrink_layers();
  std::vector<Point*> finalists();
  void try_folds(Point& point);

  const Material& material_;
  const Options options_;
  const Target& target_;
  const Budget budget_;
  std::vector<Start> starts_;
  std::vector<Front> fronts_;
  std::optional<Folds> folds_;
  std::vector<Judge::Group> before_;  // what the int8 network gets right
};

}  // namespace mote
