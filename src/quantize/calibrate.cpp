// SPDX-License-Identifier: Apache-2.0
#include "quantize/calibrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/error.h"
#include "base/parallel.h"
#include "ops/evaluate.h"

namespace mote {
namespace {

constexpr size_t kBins = 2048;

// Runs all samples and shows every float value; `body` is called under a lock.
void observe(const Graph& graph, const SampleSource& sample, int64_t count,
             const ValueObserver& body) {
  std::mutex mutex;
  parallel_ranges(count, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const std::vector<Tensor> inputs = sample(i);
      const auto see = [&](ValueId id, const Tensor& tensor) {
        if (graph[id].dtype != DType::f32) return;
        const std::lock_guard lock(mutex);
        body(id, tensor);
      };
      for (size_t k = 0; k < inputs.size(); k++) see(graph.inputs[k], inputs[k]);
      evaluate(graph, inputs, see);
    }
  });
}

// Expected squared error of int8 with range [low, high] on what was observed.
double expected_error(const Observed& observed, double low, double high) {
  const double step = (high - low) / 255;
  const double bin = (observed.high - observed.low) / kBins;
  double error = 0;
  for (size_t i = 0; i < kBins; i++) {
    const double value = observed.low + (static_cast<double>(i) + 0.5) * bin;
    const double clipped = std::clamp(value, low, high);
    const double distance = value - clipped;
    error += observed.histogram[i] * (distance == 0 ? step * step / 12 : distance * distance);
  }
  return error;
}

Quant quant_for_range(double low, double high) {
  const double range = std::max(high - low, 1e-9);
  const auto scale = static_cast<float>(range / 255);
  const double zero = std::round(-128 - low / double{scale});
  return {{scale}, {static_cast<int32_t>(std::clamp(zero, -128.0, 127.0))}, 0};
}

}  // namespace

std::vector<Observed> calibrate(const Graph& graph, const SampleSource& sample, int64_t count) {
  std::vector<Observed> result(graph.values.size());
  observe(graph, sample, count, [&](ValueId id, const Tensor& tensor) {
    Observed& observed = result[static_cast<size_t>(id)];
    for (double element : tensor) {
      if (!std::isfinite(element)) {
        throw Error(ErrorCode::bad_value, "value '" + graph[id].name + "'",
                    "is not finite when calibration samples run through the model");
      }
      observed.low = std::min(observed.low, element);
      observed.high = std::max(observed.high, element);
    }
    observed.histogram.assign(kBins, 0.0);
  });
  observe(graph, sample, count, [&](ValueId id, const Tensor& tensor) {
    Observed& observed = result[static_cast<size_t>(id)];
    const double range = observed.high - observed.low;
    if (range <= 0) return;
    for (double element : tensor) {
      const double place = (element - observed.low) / range * kBins;
      observed.histogram[std::min(static_cast<size_t>(place), kBins - 1)]++;
    }
  });
  return result;
}

Quant choose_quant(const Observed& observed, RangeRule rule) {
  if (rule == RangeRule::min_max || observed.high <= observed.low) {
    return quant_for_range(observed.low, observed.high);
  }
  double best_low = observed.low, best_high = observed.high;
  double best = expected_error(observed, best_low, best_high);
  // Both ends shrink independently; an end at 0 stays there.
  for (int i = 0; i <= 32; i++) {
    for (int j = 0; j <= 32; j++) {
      const double low = observed.low * (1 - i / 40.0);
      const double high = observed.high * (1 - j / 40.0);
      if (high - low < 1e-9 || (i > 0 && observed.low == 0)) continue;
      const double error = expected_error(observed, low, high);
      if (error < best) {
        best = error;
        best_low = low;
        best_high = high;
      }
    }
  }
  return quant_for_range(best_low, best_high);
}

}  // namespace mote
