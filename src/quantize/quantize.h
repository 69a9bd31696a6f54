// SPDX-License-Identifier: Apache-2.0
// Float Graph -> int8 Graph after training: ranges from real samples, TFLite's int8 arithmetic.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ir/graph.h"

namespace mote {

// Samples by index: one tensor for each graph input.
using SampleSource = std::function<std::vector<Tensor>(int64_t)>;

// How a value's range is chosen from what calibration saw.
enum class RangeRule {
  min_max,      // everything fits
  least_error,  // the clipping that makes the expected squared rounding error smallest
};

struct QuantizeReport {
  RangeRule rule;            // the one kept
  double error_min_max;      // mean squared error of the outputs on the check samples,
  double error_least_error;  // relative to the float outputs' variance
};

struct Quantized {
  Graph graph;
  QuantizeReport report;
};

// Ranges come from samples [0, calibration); both rules are tried and the one whose outputs are
// nearer to the float ones on samples [calibration, total) is kept. Operators without an integer
// form stay float, with quantize and dequantize nodes around them. A normalization right behind
// the input becomes part of its quantization. Throws bad_value for NaN or infinite activations.
// `weight_bits`: 2 to 8.
Quantized quantize(const Graph& graph, const SampleSource& sample, int64_t calibration,
                   int64_t total, int weight_bits = 8);

}  // namespace mote
