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
#include "train/fine_tune.h"

namespace mote {
namespace {

constexpr int64_t kLeastCalibration = 256, kMostCalibration = 2048;  // samples
constexpr size_t kMeasured = 16;                                     // networks of a front

Graph float_model(const std::string& path) {
  Graph real = load_model(path);
  if (!layers_of(real).empty()) return real;
  throw Error(ErrorCode::bad_model, path,
              "has no float layers to compress (fully connected or convolution)",
              "give the float model: mote train writes it beside the int8 one, as M.float.onnx");
}

void check_judgeable(const Graph& real, const Dataset& dataset, const std::string& place) {
  const auto task = real.meta.find("task");
  if (!dataset.train.y.empty() && (task == real.meta.end() || task->second == "classify")) return;
  throw Error(ErrorCode::bad_data, place,
              "networks are chosen by how many samples they classify right, which this model or "
              "these samples without labels do not allow",
              "give a classifier and labelled data");
}

// Enough vectors for each layer to show in which directions they lie.
int64_t calibration_samples(const Graph& graph) {
  constexpr int64_t vectors_per_column = 3;
  int64_t count = kLeastCalibration;
  for (const Layer& layer : layers_of(graph)) {
    count = std::max(count, vectors_per_column * layer.columns / layer.positions);
  }
  return std::min(count, kMostCalibration);
}

// At most so many, spread over all.
template <class T>
std::vector<T> spread(const std::vector<T>& all, size_t most) {
  if (all.size() <= most) return all;
  std::vector<T> chosen;
  for (size_t i = 0; i < most; i++) chosen.push_back(all[i * (all.size() - 1) / (most - 1)]);
  return chosen;
}

}  // namespace

Compression::Compression(const Options& options, const Target& target, const Budget& budget)
    : options_(options),
      target_(target),
      budget_(budget),
      real_(float_model(options.model)),
      dataset_(read_dataset(options.data)) {
  check_judgeable(real_, dataset_, options.data);
  split_ = split_validation(dataset_);
  validation_ = split_samples(dataset_, split_.validation, real_);
  calibration_ = std::min(calibration_samples(real_), split_.train.size());
}

std::vector<Tensor> Compression::sample(int64_t index) const {
  return {sample_tensor(dataset_, split_.train, index * split_.train.size() / calibration_, real_)};
}

void Compression::work_out_layers() {
  const auto sample_of = [this](int64_t i) { return sample(i); };
  starts_.push_back({"all neurons", real_, {}});
  const std::vector<Layer> layers = layers_of(real_);
  const std::vector<Moment> moments = moments_of(real_, layers, sample_of, calibration_);
  for (const double error : {0.02, 0.06, 0.15, 0.3}) {
    if (!options_.method.empty()) break;
    Graph thin = thinned(real_, moments, error);
    if (thin == starts_.back().graph || thin == real_) continue;
    starts_.push_back({fmt::format("neurons for {:g} %", 100 * (1 - error)), std::move(thin), {}});
  }
  Progress progress("layers", static_cast<int64_t>(starts_.size() * layers.size()));
  for (size_t i = 0; i < starts_.size(); i++) {
    const auto update = [&](int64_t done) {
      progress.update(static_cast<int64_t>(i * layers.size()) + done);
    };
    starts_[i].choices =
        choices_of(starts_[i].graph, sample_of, calibration_, options_.method, update);
  }
}

double Compression::bytes_of(const Row& row) const {
  return stored_bytes(starts_[row.start].choices, row.assignment);
}

// One for each start and method, and for each start one of all methods; all but the networks that
// are nothing but int8.
std::vector<std::vector<Compression::Row>> Compression::fronts() const {
  std::vector<std::vector<Row>> found;
  std::set<std::string_view> methods{""};
  for (const Start& start : starts_) {
    for (const LayerChoices& one : start.choices) {
      for (const Candidate& candidate : one.candidates) {
        if (candidate.method != nullptr) methods.insert(candidate.method->name);
      }
    }
  }
  for (const std::string_view method : methods) {
    for (size_t i = 0; i < starts_.size(); i++) {
      std::vector<Row> front;
      for (const Assignment& assignment : front_of(starts_[i].choices, method)) {
        const bool is_model = i == 0 && assignment == Assignment(assignment.size(), 0);
        if (!is_model) front.push_back({i, assignment});
      }
      std::stable_sort(front.begin(), front.end(),
                       [this](const Row& a, const Row& b) { return bytes_of(a) > bytes_of(b); });
      if (!front.empty()) found.push_back(std::move(front));
    }
  }
  return found;
}

void Compression::add(const Graph& graph, const Row& row, bool is_tuned) {
  Point point;
  point.start = row.start;
  point.assignment = row.assignment;
  point.is_tuned = is_tuned;
  point.graph = quantize_on(graph, dataset_).graph;
  const Score found = score(point.graph, validation_, evaluate_all(point.graph, validation_));
  point.accuracy = found.accuracy;
  point.macro_f1 = found.macro_f1;
  const Plan planned = plan(point.graph, target_);
  point.weight_bytes = weight_bytes(planned);
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
  write_library(generate_library(point.graph, "net", target_), library);
  point.is_measured = true;
  try {
    if (!target_.boards.empty()) {
      point.measured =
          run_library(library, target_, {1, {validation_.inputs.at(0)}, {}}).measurement;
      return;
    }
  } catch (const Error& error) {
    if (error.code != ErrorCode::bad_model) throw;
  }
  point.measured.flash_bytes = measure_size(library, target_).flash_bytes;
}

// The first row of a front that should fit the flash, if what is not in the layers takes as much as
// in the last network that was measured; the end when none does.
std::vector<Compression::Row>::const_iterator Compression::first_within(
    const std::vector<Row>& front) const {
  const Point& last = *std::find_if(points.rbegin(), points.rend(),
                                    [](const Point& point) { return point.is_measured; });
  const double rest =
      static_cast<double>(last.measured.flash_bytes) - bytes_of({last.start, last.assignment});
  return std::find_if(front.begin(), front.end(),
                      [&](const Row& row) { return rest + bytes_of(row) <= budget_.flash; });
}

Graph Compression::made(const Row& row) const {
  const Start& start = starts_[row.start];
  return assembled(
      start.graph, start.choices, row.assignment, [this](int64_t i) { return sample(i); },
      calibration_);
}

// The largest network of a front whose library fits the flash, by halving.
void Compression::measure_largest(const std::vector<Row>& front) {
  size_t large = 0, small = front.size();  // [0, large) do not fit; from `small` on they do
  while (large < small) {
    const size_t middle = (large + small) / 2;
    add(made(front[middle]), front[middle], /*is_tuned=*/false);
    measure(points.back());
    const bool is_within = static_cast<double>(points.back().measured.flash_bytes) <= budget_.flash;
    (is_within ? small : large) = is_within ? middle : middle + 1;
  }
}

// Of the fronts of all methods together some networks, spread over them; where flash is limited, of
// each method's own front the largest that fits.
void Compression::measure_front() {
  const std::vector<std::vector<Row>> all = fronts();
  const size_t mixed = std::min(starts_.size(), all.size());
  std::vector<Row> rows;
  for (size_t i = 0; i < mixed; i++) rows.insert(rows.end(), all[i].begin(), all[i].end());
  rows = spread(rows, kMeasured);
  const size_t searched = budget_.flash < kUnlimited ? all.size() - mixed : 0;
  Progress progress("networks", static_cast<int64_t>(rows.size() + searched));
  add(real_, {0, Assignment(starts_[0].choices.size(), 0)}, /*is_tuned=*/false);
  for (size_t i = 0; i < rows.size(); i++) {
    add(made(rows[i]), rows[i], /*is_tuned=*/false);
    progress.update(static_cast<int64_t>(i) + 1);
  }
  for (size_t i = 0; i < searched; i++) {
    measure_largest(spread(all[mixed + i], kMeasured));
    progress.update(static_cast<int64_t>(rows.size() + i) + 1);
  }
}

void Compression::tune(const Row& row) {
  add(fine_tune(made(row), real_, dataset_, split_.train, static_cast<int>(options_.fine_tune),
                static_cast<uint64_t>(options_.seed), [](int) {}),
      row, /*is_tuned=*/true);
}

// The smallest network of a front that is good enough, by halving: what is good after tuning cannot
// be seen before. Gives the bytes of the best one, `best` when none is smaller than that.
double Compression::tune_smallest(std::vector<Row> front, double best) {
  std::erase_if(front, [&](const Row& row) { return bytes_of(row) >= best; });
  front = spread(front, kMeasured);
  size_t good = 0, bad = front.size();  // [0, good) are; from `bad` on none is
  while (good < bad) {
    const size_t middle = (good + bad) / 2;
    tune(front[middle]);
    const bool is_enough = fits(points.back());
    if (is_enough) best = bytes_of(front[middle]);
    (is_enough ? good : bad) = is_enough ? middle + 1 : middle;
  }
  return best;
}

// The largest networks of a front that should fit.
void Compression::tune_largest(const std::vector<Row>& front) {
  constexpr size_t most = 2;
  const auto first = first_within(front);
  const auto count = std::min(most, static_cast<size_t>(front.end() - first));
  for (size_t i = 0; i < count; i++) tune(first[static_cast<std::ptrdiff_t>(i)]);
}

void Compression::fine_tune_finalists() {
  const std::vector<std::vector<Row>> all = fronts();
  Progress progress("fronts", static_cast<int64_t>(all.size()));
  double best = kUnlimited;
  for (size_t i = 0; i < all.size(); i++) {
    if (budget_.max_drop < kUnlimited) {
      best = tune_smallest(all[i], best);
    } else {
      tune_largest(all[i]);
    }
    progress.update(static_cast<int64_t>(i) + 1, fmt::format("{} networks", points.size()));
  }
}

Score Compression::tested(const Point& point) const {
  const Samples test = split_samples(dataset_, dataset_.test, real_);
  return score(point.graph, test, evaluate_all(point.graph, test));
}

bool Compression::is_good(const Point& point) const {
  return point.accuracy >= points[0].accuracy - budget_.max_drop;
}

bool Compression::fits(const Point& point) const {
  const Measurement& m = point.measured;
  return static_cast<double>(m.flash_bytes) <= budget_.flash &&
         static_cast<double>(m.ram_bytes) <= budget_.ram && m.cycles <= budget_.cycles &&
         is_good(point);
}

Point* Compression::likely_best() {
  const auto worth = [&](const Point& point) {
    const auto flash = -static_cast<double>(point.measured.flash_bytes);
    return budget_.max_drop < kUnlimited ? std::pair(flash, point.accuracy)
                                         : std::pair(point.accuracy, flash);
  };
  Point* best = nullptr;
  for (Point& point : points) {
    if (fits(point) && (best == nullptr || worth(point) > worth(*best))) best = &point;
  }
  return best;
}

const Point* Compression::best() {
  const auto first_measured = [this] {
    Point* best = likely_best();
    for (; best != nullptr && !best->is_measured; best = likely_best()) measure(*best);
    return best;
  };
  if (const Point* best = first_measured()) return best;
  // Predictions may be too high.
  for (Point& point : points) {
    if (!point.is_measured) measure(point);
  }
  return first_measured();
}

void Compression::fail() const {
  double nearest = kUnlimited;
  std::string limit;
  for (const Point& point : points) {
    const Measurement& m = point.measured;
    struct Limit {
      double got, allowed;
      const char* option;
    };
    double worst = 0;
    std::string words;
    for (const Limit& one : {Limit{static_cast<double>(m.flash_bytes), budget_.flash, "--flash"},
                             Limit{static_cast<double>(m.ram_bytes), budget_.ram, "--ram"},
                             Limit{m.cycles, budget_.cycles, "--latency"}}) {
      if (one.got / one.allowed <= worst) continue;
      worst = one.got / one.allowed;
      words =
          fmt::format("{}: the nearest network takes {:.0f} where {:.0f} are allowed ({:.1f} x)",
                      one.option, one.got, one.allowed, worst);
    }
    const double drop = points[0].accuracy - point.accuracy;
    if (worst <= 1) {
      worst = 1 + drop;
      words = fmt::format("--max-drop: networks that are small enough lose {:.1f} points at least",
                          100 * drop);
    }
    if (worst < nearest) {
      nearest = worst;
      limit = words;
    }
  }
  throw Error(ErrorCode::budget_impossible, "budget", limit,
              "allow more, or train a smaller network (mote train --arch ...)");
}

double Compression::ratio(const Point& point) const {
  int64_t bytes = 0;
  for (const Value& value : real_.values) {
    if (value.is_constant && value.dtype == DType::f32) bytes += 4 * element_count(value.shape);
  }
  return static_cast<double>(bytes) / static_cast<double>(point.weight_bytes);
}

}  // namespace mote
