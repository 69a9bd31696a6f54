// SPDX-License-Identifier: Apache-2.0
#include "quantize/quantize.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/error.h"
#include "base/parallel.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "ops/op.h"
#include "passes/clean.h"
#include "quantize/calibrate.h"
#include "quantize/rewrite_integer.h"

namespace mote {
namespace {

// Outputs in real numbers.
Tensor real_output(const Graph& graph, const std::vector<Tensor>& inputs) {
  const std::vector<Tensor> outputs = evaluate(graph, inputs);
  Tensor all;
  for (size_t i = 0; i < outputs.size(); i++) {
    const Quant& quant = graph[graph.outputs[i]].quant;
    for (double element : outputs[i]) {
      all.push_back(quant.empty() ? element
                                  : (element - quant.zero_point[0]) * double{quant.scale[0]});
    }
  }
  return all;
}

// Mean squared distance of two graphs' outputs over the variance of the first one's.
double output_error(const Graph& graph, const Graph& other, const SampleSource& sample,
                    int64_t begin, int64_t end) {
  std::mutex mutex;
  double distance = 0, sum = 0, squares = 0, count = 0;
  parallel_ranges(end - begin, [&](int64_t first, int64_t last) {
    for (int64_t i = begin + first; i < begin + last; i++) {
      const std::vector<Tensor> inputs = sample(i);
      const Tensor wanted = real_output(graph, inputs), got = real_output(other, inputs);
      const std::lock_guard lock(mutex);
      for (size_t j = 0; j < wanted.size(); j++) {
        distance += (wanted[j] - got[j]) * (wanted[j] - got[j]);
        sum += wanted[j];
        squares += wanted[j] * wanted[j];
        count++;
      }
    }
  });
  if (count == 0) return 0;
  const double variance = squares / count - sum / count * (sum / count);
  return distance / count / std::max(variance, 1e-30);
}

}  // namespace

Quantized quantize(const Graph& graph, const SampleSource& sample, int64_t calibration,
                   int64_t total, int weight_bits) {
  const std::vector<Observed> observed = calibrate(graph, sample, calibration);
  const auto with_rule = [&](RangeRule rule) {
    std::vector<Quant> quants;
    for (const Observed& value : observed) {
      quants.push_back(value.histogram.empty() ? Quant{} : choose_quant(value, rule));
    }
    Graph integer = rewrite_integer(graph, quants, weight_bits);
    clean(integer);
    return integer;
  };
  Graph wide = with_rule(RangeRule::min_max);
  Graph tight = with_rule(RangeRule::least_error);
  QuantizeReport report{RangeRule::min_max, output_error(graph, wide, sample, calibration, total),
                        output_error(graph, tight, sample, calibration, total)};
  if (report.error_least_error < report.error_min_max) report.rule = RangeRule::least_error;
  return {report.rule == RangeRule::min_max ? std::move(wide) : std::move(tight), report};
}

}  // namespace mote
