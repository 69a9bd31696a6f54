/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(the byte of starts[o] + sum_c w[o, c] * x[p, c]) for every position p of an image,
   channels last, weights without zeros: see sparse_rows.h. x and y must not overlap. */
#ifndef MOTE_CONV_SPARSE_S8_H
#define MOTE_CONV_SPARSE_S8_H

#include <stdint.h>

#include "sparse_rows.h"

static void mote_conv_sparse_s8(const int8_t *x, int32_t positions, int32_t channels,
                                const uint8_t *codes, const int32_t *starts,
                                const uint32_t *scales, int32_t step, int32_t filters,
                                int32_t shifts, int32_t low, int32_t high, int8_t *y)
{
    for (int32_t p = 0; p < positions; p++) {
        mote_sparse_rows(x + p * channels, codes, starts, scales, step, filters, shifts,
                         y + p * filters);
    }
    mote_byte_clamp(y, positions * filters, low, high);
}

#endif
