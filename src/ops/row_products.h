// SPDX-License-Identifier: Apache-2.0
// A matrix times a vector, as references compute it.
#pragma once

#include <cstddef>

namespace mote {

// sums[r] = sum over i of w[r * columns + i] * x[i], added up in the order of i.
void row_products(const double* w, size_t rows, size_t columns, const double* x, double* sums);

}  // namespace mote
