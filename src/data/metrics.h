// SPDX-License-Identifier: Apache-2.0
// How good predictions are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mote {

// counts[wanted][predicted].
using Confusion = std::vector<std::vector<int64_t>>;

Confusion confusion_matrix(std::span<const int32_t> wanted, std::span<const int32_t> predicted,
                           int64_t classes);

double accuracy(const Confusion& confusion);

// Mean over classes of the harmonic mean of precision and recall; a class nobody has does not
// count, a class never predicted counts as 0. Of the classes from `first` on.
double macro_f1(const Confusion& confusion, size_t first = 0);

// Chance that an abnormal sample scores above a normal one, ties half (area under the ROC curve).
// NaN when either kind is missing.
double area_under_curve(std::span<const double> normal, std::span<const double> abnormal);

// Squared distance of `got` from `wanted`, [sample][element], over the variance of `wanted`, whose
// elements vary around a mean of their own each.
double relative_error(std::span<const std::vector<double>> wanted,
                      std::span<const std::vector<double>> got);

}  // namespace mote
