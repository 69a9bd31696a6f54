/* SPDX-License-Identifier: Apache-2.0 */
/* y = a * b for `batches` pairs of matrices, rows x depth and depth x columns, which begin at
   a[left[i]] and b[right[i]]. */
#ifndef MOTE_MATMUL_ANY_H
#define MOTE_MATMUL_ANY_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_matmul_any(const any_t *a, const int32_t *left, const any_t *b,
                            const int32_t *right, int32_t batches, int32_t rows, int32_t depth,
                            int32_t columns, any_t *y)
{
    for (int32_t batch = 0; batch < batches; batch++) {
        for (int32_t m = 0; m < rows; m++) {
            for (int32_t n = 0; n < columns; n++) {
                const any_t *row = a + MOTE_READ_S32(left + batch) + m * depth;
                const any_t *column = b + MOTE_READ_S32(right + batch) + n;
                any_t sum = 0;
                for (int32_t k = 0; k < depth; k++, column += columns) {
                    sum += row[k] * *column;
                }
                *y++ = sum;
            }
        }
    }
}

#endif
