// SPDX-License-Identifier: Apache-2.0
// Decompositions of matrices, compiled once.
#pragma once

#include "compress/matrix.h"

namespace mote {

bool is_same(const Matrix& a, const Matrix& b);

// X of metric X = right; the metric is symmetric and not negative.
Matrix solved(const Matrix& metric, const Matrix& right);

// Of a symmetric positive metric.
Matrix inverse(const Matrix& metric);

// The lower triangle L of metric = L L'.
Matrix lower_root(const Matrix& metric);

// Of a symmetric matrix, rising eigenvalues; a column of vectors each.
struct Directions {
  Matrix vectors;
  Vector values;
};
Directions directions_of(const Matrix& symmetric);

// The `count` directions along which outputs of variance w metric w' spread most, and how far:
// their standard deviations, never 0. At most as many as w has columns.
struct Leading {
  Matrix u;
  Vector spread = {};
};
Leading leading_outputs(const Matrix& w, const Matrix& metric, int64_t count);

// The same for outputs of this variance, which are near `start`: a few columns more than `count`.
Leading leading_near(const Matrix& variance, const Matrix& start, int64_t count);

// left * right, quick where `left` has few entries that are not zero.
Matrix product_of_few(const Matrix& left, const Matrix& right);

}  // namespace mote
