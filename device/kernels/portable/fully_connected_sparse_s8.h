/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(the byte of starts[o] + sum_i w[o, i] * x[n, i]), weights without zeros: see
   sparse_rows.h. x and y must not overlap. */
#ifndef MOTE_FULLY_CONNECTED_SPARSE_S8_H
#define MOTE_FULLY_CONNECTED_SPARSE_S8_H

#include <stdint.h>

#include "sparse_rows.h"

static void mote_fully_connected_sparse_s8(const int8_t *x, int32_t batch, int32_t columns,
                                           const uint8_t *codes, const int32_t *starts,
                                           const uint32_t *scales, int32_t step, int32_t rows,
                                           int32_t shifts, int32_t low, int32_t high, int8_t *y)
{
    for (int32_t n = 0; n < batch; n++) {
        mote_sparse_rows(x + n * columns, codes, starts, scales, step, rows, shifts, y + n * rows);
    }
    mote_byte_clamp(y, batch * rows, low, high);
}

#endif
