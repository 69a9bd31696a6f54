// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/collect.h"

namespace mote {
namespace {

// Puts lines together. What is left out keeps its time, so that no window reaches over it unseen.
class Collector {
 public:
  explicit Collector(int64_t gap) : gap_(gap) {}

  Collected& all() { return all_; }

  // Numbers of a line, without those in front; false when the stream is another one by now.
  bool take(std::span<const double> numbers) {
    if (numbers.empty()) {
      if (all_.count() > 0 && !is_gap_) moment_ += gap_;
      is_gap_ = true;
      return true;
    }
    is_gap_ = false;
    // A port's first line may be cut.
    if (all_.count() == 1 && numbers.size() > all_.channels) all_ = {}, moment_ = 0;
    if (all_.count() == 0) all_.channels = numbers.size();
    if (numbers.size() != all_.channels) return damaged();
    for (const double number : numbers) all_.samples.push_back(static_cast<float>(number));
    all_.moments.push_back(moment_++);
    in_a_row_ = 0;
    return true;
  }

  bool damaged() {
    constexpr int64_t most = 100;
    all_.damaged++;
    moment_++;
    return ++in_a_row_ < most;
  }

 private:
  const int64_t gap_;
  int64_t moment_ = 0, in_a_row_ = 0;
  bool is_gap_ = false;
  Collected all_;
};

}  // namespace

Collected collect_lines(const CollectRequest& request, double rate_hz, SampleLines& lines) {
  using Clock = std::chrono::steady_clock;
  Collector collector(std::max<int64_t>(3, std::llround(rate_hz)));
  Collected& all = collector.all();
  Clock::time_point begin;
  Progress progress("collect " + request.label, std::max<int64_t>(1, request.seconds));
  for (;;) {
    try {
      const auto numbers = lines.next();
      if (!numbers) break;
      const size_t skip = std::min(static_cast<size_t>(request.skip), numbers->size());
      if (all.count() < 2) begin = Clock::now();
      if (!collector.take(std::span(*numbers).subspan(skip))) {
        all.ended_by = fmt::format("{}: {} numbers, but the lines before have {}", lines.place(),
                                   numbers->size() - skip, all.channels);
        break;
      }
    } catch (const Error& error) {
      if (error.code == ErrorCode::interrupted) {
        take_interrupt();
        break;
      }
      if (error.code == ErrorCode::bad_value && collector.damaged()) continue;
      if (all.count() < 2) throw;
      all.ended_by = error.what();
      break;
    }
    all.elapsed_s = std::chrono::duration<double>(Clock::now() - begin).count();
    const double time = rate_hz > 0 ? static_cast<double>(all.count()) / rate_hz : all.elapsed_s;
    progress.update(static_cast<int64_t>(time), fmt::format("{} samples", all.count()));
    if (request.seconds > 0 && time >= static_cast<double>(request.seconds)) break;
  }
  return all;
}

}  // namespace mote
