// SPDX-License-Identifier: Apache-2.0
#include "ops/row_products.h"

namespace mote {

// Four rows at once: an addition need not wait for the one before.
void row_products(const double* w, size_t rows, size_t columns, const double* x, double* sums) {
  size_t row = 0;
  for (; row + 4 <= rows; row += 4) {
    const double *a = w + row * columns, *b = a + columns, *c = b + columns, *d = c + columns;
    double of_a = 0, of_b = 0, of_c = 0, of_d = 0;
    for (size_t i = 0; i < columns; i++) {
      const double element = x[i];
      of_a += a[i] * element;
      of_b += b[i] * element;
      of_c += c[i] * element;
      of_d += d[i] * element;
    }
    sums[row] = of_a;
    sums[row + 1] = of_b;
    sums[row + 2] = of_c;
    sums[row + 3] = of_d;
  }
  for (; row < rows; row++) {
    double sum = 0;
    for (size_t i = 0; i < columns; i++) sum += w[row * columns + i] * x[i];
    sums[row] = sum;
  }
}

}  // namespace mote
