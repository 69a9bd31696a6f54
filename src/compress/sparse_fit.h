// SPDX-License-Identifier: Apache-2.0
// Matrices of few entries that give what a full one gives, as nearly as they can.
#pragma once

#include <vector>

#include "compress/layer.h"

namespace mote {

// Which places may hold an entry.
struct Pattern {
  int64_t count = 0;  // entries in all
  int64_t rows = 1;   // so many neighboring rows have theirs in the same columns
  // At most `most` of each `group` neighboring columns; group 0: any.
  int64_t most = 0, group = 0;
};

// The columns of each band of pattern.rows rows, rising.
using Places = std::vector<std::vector<Eigen::Index>>;

// `seen` in both: w times the metric.

// Places for an approximation of w in the metric, greedily: the next one is always that which, with
// all entries of its rows set anew, takes most of the squared error away (optimal brain surgeon
// backwards: Hassibi and Stork, 1993; orthogonal least squares: Chen, Billings and Luo, 1989).
Places best_places(const Matrix& seen, const Matrix& metric, const Pattern& pattern);

// Least squares for w in the metric, row by row. Rounded to `bits` entries make up for each other's
// rounding.
Factor sparse_fit(const Matrix& seen, const Matrix& metric, const Places& places, int bits);

}  // namespace mote
