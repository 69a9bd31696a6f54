// SPDX-License-Identifier: Apache-2.0
#include "cli/compression.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "base/progress.h"
#include "compress/assemble.h"
#include "compress/thin.h"
#include "plan/cost.h"

namespace mote {
namespace {

constexpr size_t kMeasured = 16;  // networks of all fronts
constexpr size_t kTried = 48;     // of one, which halving goes through

// At most so many, spread over all.
template <class T>
std::vector<T> spread(const std::vector<T>& all, size_t most) {
  if (all.size() <= most) return all;
  std::vector<T> chosen;
  for (size_t i = 0; i < most; i++) chosen.push_back(all[i * (all.size() - 1) / (most - 1)]);
  return chosen;
}

double layer_weights(const Graph& graph) {
  int64_t count = 0;
  for (const Layer& layer : layers_of(graph)) count += layer.rows * layer.columns;
  return static_cast<double>(count);
}

}  // namespace

Compression::Compression(const Material& material, const Options& options, const Target& target,
                         const Budget& budget)
    : material_(material), options_(options), target_(target), budget_(budget) {}

SampleOf Compression::sample() const {
  return [this](int64_t i) { return material_.sample(i); };
}

void Compression::work_out_layers() {
  const Graph& real = material_.real();
  const int64_t count = material_.calibration_count();
  starts_.push_back({"all channels and neurons", real, {}});
  const std::vector<Layer> layers = layers_of(real);
  const std::vector<Moment> moments = moments_of(real, layers, sample(), count);
  for (const double error : {0.01, 0.03, 0.08, 0.2}) {
    if (!options_.method.empty()) break;
    const Graph thin = thinned(real, moments, error);
    if (thin == starts_.back().graph || thin == real) continue;
    const double kept = layer_weights(thin) / layer_weights(real);
    starts_.push_back({fmt::format("narrowed to {:.0f} % of the weights", 100 * kept), thin, {}});
  }
  const bool has_labels = !material_.dataset().train.y.empty();
  Progress progress("layers", static_cast<int64_t>(starts_.size() * layers.size()));
  for (size_t i = 0; i < starts_.size(); i++) {
    const auto update = [&](int64_t done) {
      progress.update(static_cast<int64_t>(i * layers.size()) + done);
    };
    starts_[i].choices = choices_of(starts_[i].graph, sample(), count, options_.method, update);
    if (options_.fine_tune > 0 && has_labels) expect_fine_tuning(starts_[i].choices);
  }
}

double Compression::bytes_of(const Row& row) const {
  return stored_bytes(starts_[row.start].choices, row.assignment);
}

// Of sensitivities. Fine-tuning makes up for much of what a layer's error does to the outputs,
// wherever the layer is.
double Compression::exponent() const {
  return options_.fine_tune > 0 ? 0.25 : 1;
}

// One for each start and method, and for each start one of all methods; all but the networks that
// are nothing but int8.
std::vector<Compression::Front> Compression::fronts() const {
  std::vector<Front> found;
  std::set<std::string_view> methods{""};
  for (const CompressorDef* compressor : all_compressors()) {
    if (options_.method.empty() && !compressor->is_baseline) methods.insert(compressor->name);
  }
  for (const std::string_view method : methods) {
    for (size_t i = 0; i < starts_.size(); i++) {
      std::vector<Row> front;
      for (const Assignment& assignment : front_of(starts_[i].choices, method, exponent())) {
        const bool is_model = i == 0 && assignment == Assignment(assignment.size(), 0);
        if (!is_model) front.push_back({i, assignment});
      }
      std::stable_sort(front.begin(), front.end(),
                       [this](const Row& a, const Row& b) { return bytes_of(a) > bytes_of(b); });
      if (!front.empty()) found.push_back({method, spread(front, kTried)});
    }
  }
  return found;
}

void Compression::add(const Graph& graph, const Row& row, bool is_tuned) {
  Point point;
  point.start = row.start;
  point.assignment = row.assignment;
  point.is_tuned = is_tuned;
  point.graph = material_.quantized(graph);
  Judge::Verdict verdict = material_.judge()(point.graph);
  point.quality = verdict.quality;
  if (points.empty()) before_ = std::move(verdict.groups);
  if (!verdict.groups.empty()) point.doubt = loss_between(before_, verdict.groups).doubt;
  point.weight_bytes = weight_bytes(plan(point.graph, target_));
  const Plan planned = plan(deployed(point), target_);
  Measurement& m = point.measured;
  for (const Step& step : planned.steps) m.cycles += predicted_cost(planned, step, target_).cycles;
  m.arena_bytes = m.ram_bytes = planned.arena_bytes;
  if (points.empty()) {
    measure(point);
  } else {
    const Measurement& first = points[0].measured;
    m.flash_bytes = point.weight_bytes + first.flash_bytes - points[0].weight_bytes;
    m.ram_bytes += first.ram_bytes - first.arena_bytes;
  }
  points.push_back(std::move(point));
}

// What the library takes: counted on one sample where a board of the target holds it.
void Compression::measure(Point& point) {
  const TemporaryFolder folder;
  const std::string library = (folder.path() / "library").string();
  const Graph graph = deployed(point);
  write_library(generate_library(graph, "net", target_), library);
  point.is_measured = true;
  try {
    if (!target_.boards.empty()) {
      std::vector<Tensor> sample = material_.judge().samples().inputs.at(0);
      sample.at(0) = deployed_input(graph, sample[0]);
      point.measured = run_library(library, target_, {1, {sample}, {}}).measurement;
      return;
    }
  } catch (const Error& error) {
    if (error.code != ErrorCode::bad_model) throw;
  }
  point.measured.flash_bytes = measure_size(library, target_).flash_bytes;
}

Graph Compression::made(const Row& row) const {
  const Start& start = starts_[row.start];
  return assembled(start.graph, start.choices, row.assignment, sample(),
                   material_.calibration_count());
}

// Looks for the largest network of a front that keeps the limits, by halving.
void Compression::measure_largest(Front& front) {
  size_t small = front.rows.size();  // from here on they are small enough
  int64_t flash_bytes = 0;           // of that one
  while (front.first_small < small) {
    const size_t middle = (front.first_small + small) / 2;
    add(made(front.rows[middle]), front.rows[middle], /*is_tuned=*/false);
    measure(points.back());
    if (is_small(points.back())) {
      small = middle;
      flash_bytes = points.back().measured.flash_bytes;
    } else {
      front.first_small = middle + 1;
    }
  }
  if (budget_.flash < kUnlimited && small < front.rows.size()) fill(front, flash_bytes);
}

// Adds what the largest network that is small enough, of so much flash, leaves room for.
void Compression::fill(Front& front, int64_t flash_bytes) {
  Row row = front.rows[front.first_small];
  row.assignment =
      filled(starts_[row.start].choices, row.assignment,
             budget_.flash - static_cast<double>(flash_bytes), front.method, exponent());
  if (row.assignment == front.rows[front.first_small].assignment) return;
  add(made(row), row, /*is_tuned=*/false);
  measure(points.back());
  if (!is_small(points.back())) return;
  front.rows.insert(front.rows.begin() + static_cast<std::ptrdiff_t>(front.first_small), row);
}

// Of the fronts of all methods together some networks, spread over them.
void Compression::measure_front() {
  fronts_ = fronts();
  std::vector<Row> rows;
  for (size_t i = 0; i < std::min(starts_.size(), fronts_.size()); i++) {
    rows.insert(rows.end(), fronts_[i].rows.begin(), fronts_[i].rows.end());
  }
  rows = spread(rows, kMeasured);
  Progress progress("networks", static_cast<int64_t>(rows.size()));
  add(material_.real(), {0, Assignment(starts_[0].choices.size(), 0)}, /*is_tuned=*/false);
  for (size_t i = 0; i < rows.size(); i++) {
    add(made(rows[i]), rows[i], /*is_tuned=*/false);
    progress.update(static_cast<int64_t>(i) + 1);
  }
}

// The network, fine-tuned if that was asked for. None is made twice.
Point& Compression::tried(const Row& row) {
  const bool tunes = options_.fine_tune > 0;
  const auto known = std::find_if(points.begin(), points.end(), [&](const Point& point) {
    return point.start == row.start && point.assignment == row.assignment &&
           point.is_tuned == tunes;
  });
  if (known != points.end()) return *known;
  const Graph graph = made(row);
  add(tunes ? material_.tuned(graph, static_cast<int>(options_.fine_tune),
                              static_cast<uint64_t>(options_.seed))
            : graph,
      row, tunes);
  return points.back();
}

bool Compression::is_good(const Row& row) {
  Point& point = tried(row);
  if (folds_ && shrinks() && is_small(point) && is_near(point)) try_folds(point);
  return fits(point);
}

// Of a front: the network of at most so many bytes, filled up to them.
Compression::Row Compression::row_of_bytes(const Front& front, double bytes) const {
  const auto found = std::find_if(front.rows.begin(), front.rows.end(),
                                  [&](const Row& row) { return bytes_of(row) <= bytes; });
  if (found == front.rows.end()) return front.rows.back();
  Row row = *found;
  row.assignment = filled(starts_[row.start].choices, row.assignment, bytes - bytes_of(row),
                          front.method, exponent());
  return row;
}

// The smallest network of a front that is good enough, by halving: what is good after tuning cannot
// be seen before. When one a little smaller than the best so far is not, none is looked for.
void Compression::try_smallest(const Front& front) {
  constexpr double enough = 0.97;  // of the bytes of the smallest so far
  constexpr double near = 1.08;    // no need to know better
  double good = bytes_of(front.rows[0]), bad = bytes_of(front.rows.back());
  if (const Point* found = smallest()) {
    good = std::min(good, enough * bytes_of({found->start, found->assignment}));
    if (good < bad || !is_good(row_of_bytes(front, good))) return;
  }
  while (good > near * bad) {
    const double middle = std::sqrt(good * bad);
    (is_good(row_of_bytes(front, middle)) ? good : bad) = middle;
  }
}

// The largest networks of a front that keep the limits.
void Compression::try_largest(Front& front) {
  constexpr size_t most = 2;
  if (budget_.limits_size()) measure_largest(front);
  if (options_.fine_tune == 0) return;
  for (size_t i = 0; i < most && front.first_small + i < front.rows.size(); i++) {
    is_good(front.rows[front.first_small + i]);
  }
}

// Makes the smallest network smaller still, layer by layer, as long as it is good enough.
void Compression::shrink_layers() {
  constexpr double step = 0.03;  // of the network's bytes, at least
  const Point* found = smallest();
  if (found == nullptr) return;
  Row best{found->start, found->assignment};
  const std::vector<LayerChoices>& choices = starts_[best.start].choices;
  Progress progress("layers to shrink", static_cast<int64_t>(choices.size()));
  for (size_t i = 0; i < choices.size(); i++) {
    const std::vector<Candidate>& candidates = choices[i].candidates;
    for (bool goes_on = true; goes_on;) {
      Row row = best;
      const double most = candidates[row.assignment[i]].bytes - step * bytes_of(row);
      const auto next = std::min_element(
          candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
            return std::pair(a.bytes > most, a.error) < std::pair(b.bytes > most, b.error);
          });
      if (next->bytes > most) break;
      row.assignment[i] = static_cast<size_t>(next - candidates.begin());
      goes_on = is_good(row);
      if (goes_on) best = row;
    }
    progress.update(static_cast<int64_t>(i) + 1, fmt::format("{} networks", points.size()));
  }
}

// Of the best network so far.
size_t Compression::best_start() const {
  if (const Point* found = smallest()) return found->start;
  const Point* best = &points[0];
  for (const Point& point : points) {
    if (is_small(point) && (!is_small(*best) || point.quality > best->quality)) best = &point;
  }
  return best->start;
}

// Where a loss is allowed the smallest network is looked for, else the best within the limits. One
// method alone for all layers is tried where all methods together were best.
void Compression::search_fronts() {
  Progress progress("fronts", static_cast<int64_t>(fronts_.size()));
  for (size_t i = 0; i < fronts_.size(); i++) {
    Front& front = fronts_[i];
    if (front.method.empty() || front.rows[0].start == best_start()) {
      if (shrinks()) {
        try_smallest(front);
      } else {
        try_largest(front);
      }
    }
    progress.update(static_cast<int64_t>(i) + 1, fmt::format("{} networks", points.size()));
  }
  if (shrinks()) {
    shrink_layers();
  } else if (folds_) {
    for (Point* point : finalists()) try_folds(*point);
  }
}

}  // namespace mote
