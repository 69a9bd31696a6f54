// SPDX-License-Identifier: Apache-2.0
// Which of the networks that were found is taken.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "base/progress.h"
#include "cli/compression.h"

namespace mote {

bool Compression::is_small(const Point& point) const {
  const Measurement& m = point.measured;
  return static_cast<double>(m.flash_bytes) <= budget_.flash &&
         static_cast<double>(m.ram_bytes) <= budget_.ram && m.cycles <= budget_.cycles;
}

// Small and good enough: on the folds, where they were tried, else on validation samples.
bool Compression::fits(const Point& point) const {
  if (!is_small(point)) return false;
  if (!is_confirmed_ || &point == &points[0]) {
    return point.quality >= points[0].quality - budget_.max_drop;
  }
  return point.fold_loss && *point.fold_loss <= budget_.max_drop;
}

Point* Compression::likely_best() {
  const auto worth = [&](const Point& point) {
    const auto flash = -static_cast<double>(point.measured.flash_bytes);
    const double quality = is_confirmed_ ? -point.fold_loss.value_or(0) : point.quality;
    return budget_.max_drop < kUnlimited ? std::pair(flash, quality) : std::pair(quality, flash);
  };
  Point* best = nullptr;
  for (Point& point : points) {
    if (fits(point) && (best == nullptr || worth(point) > worth(*best))) best = &point;
  }
  return best;
}

Point* Compression::best() {
  const auto first_measured = [this] {
    Point* best = likely_best();
    for (; best != nullptr && !best->is_measured; best = likely_best()) measure(*best);
    return best;
  };
  if (Point* best = first_measured()) return best;
  // Predictions may be too high.
  for (Point& point : points) {
    if (!point.is_measured) measure(point);
  }
  return first_measured();
}

// Where a loss was allowed, from the smallest to the largest: of networks of about the same size,
// all that are good enough or only just not, the one that looks best. Else the best few. Without
// fine-tuning only those that are larger than all that had it.
std::vector<Point*> Compression::finalists() {
  constexpr double doubt = 0.01;
  constexpr double step = 1.15;  // of sizes
  constexpr size_t best_few = 4;
  const bool shrinks = budget_.max_drop < kUnlimited;
  std::map<int64_t, Point*> of_size;
  int64_t tuned_bytes = 0;  // of flash, the largest
  for (const Point& point : points) {
    if (point.is_tuned) tuned_bytes = std::max(tuned_bytes, point.measured.flash_bytes);
  }
  for (Point& point : points) {
    if (!point.is_tuned && point.measured.flash_bytes <= tuned_bytes) continue;
    const bool is_near = point.quality >= points[0].quality - budget_.max_drop - doubt;
    if (&point == &points[0] || !is_near || !is_small(point)) continue;
    const double bytes = static_cast<double>(point.measured.flash_bytes);
    const auto size = shrinks ? std::llround(std::log(bytes) / std::log(step))
                              : static_cast<int64_t>(of_size.size());
    Point*& best = of_size[size];
    if (best == nullptr || point.quality > best->quality) best = &point;
  }
  std::vector<Point*> found;
  for (const auto& [size, point] : of_size) found.push_back(point);
  if (!shrinks) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Point* a, const Point* b) { return a->quality > b->quality; });
    found.resize(std::min(found.size(), best_few));
  }
  for (Point* point : found) {
    if (!point->is_measured) measure(*point);
  }
  std::erase_if(found, [this](const Point* point) { return !is_small(*point); });
  std::stable_sort(found.begin(), found.end(), [](const Point* a, const Point* b) {
    return a->measured.flash_bytes < b->measured.flash_bytes;
  });
  return found;
}

void Compression::try_folds(const Folds& folds, Point& point) {
  point.fold_loss =
      folds.loss(starts_[point.start], point.assignment, point.is_tuned ? options_.fine_tune : 0,
                 static_cast<uint64_t>(options_.seed));
}

void Compression::try_folds(const Folds& folds) {
  const std::vector<Point*> networks = finalists();
  size_t small = 0, good = networks.size();  // from `good` on all are, if losses rise with size
  const bool shrinks = budget_.max_drop < kUnlimited;
  Progress progress("folds", static_cast<int64_t>(networks.size()));
  while (small < good) {
    const size_t middle = shrinks ? (small + good) / 2 : small;
    try_folds(folds, *networks[middle]);
    const double loss = *networks[middle]->fold_loss;
    if (shrinks && loss <= budget_.max_drop) {
      good = middle;
    } else {
      small = middle + 1;
    }
    progress.update(static_cast<int64_t>(networks.size() - (good - small)),
                    fmt::format("{} bytes of flash: {:.2f} points lost",
                                networks[middle]->measured.flash_bytes, 100 * loss),
                    /*milestone=*/true);
  }
  is_confirmed_ = true;
}

void Compression::learn_from_all(Point& point) {
  if (!point.is_tuned) return;
  Point again = point;
  again.graph = material_.quantized(material_.tuned_on_all(made({point.start, point.assignment}),
                                                           static_cast<int>(options_.fine_tune),
                                                           static_cast<uint64_t>(options_.seed)));
  again.weight_bytes = weight_bytes(plan(again.graph, target_));
  measure(again);
  if (is_small(again)) point = std::move(again);
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
    if (is_confirmed_ && &point != &points[0] && !point.fold_loss) continue;
    const double drop = point.fold_loss.value_or(points[0].quality - point.quality);
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
  for (const Value& value : material_.real().values) {
    if (value.is_constant && value.dtype == DType::f32) bytes += 4 * element_count(value.shape);
  }
  return static_cast<double>(bytes) / static_cast<double>(point.weight_bytes);
}

}  // namespace mote
