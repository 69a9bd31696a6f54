/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of weights of few bits (see packed_sum.h) times one x, one after another. */
#ifndef MOTE_PACKED_SUMS_H
#define MOTE_PACKED_SUMS_H

#include <stdint.h>

#include "packed_sum.h"

/* sum(w * x) of `rows` rows, x_sum that of x; returns where their codes end. */
static inline const uint32_t *mote_packed_sums(const uint32_t *codes, int32_t bits, int32_t words,
                                               int32_t columns, const uint8_t *x, uint32_t x_sum,
                                               int32_t rows, int32_t *sums)
{
    const uint32_t less = x_sum << (bits - 1);
    for (int32_t o = 0; o < rows; o++, codes += words) {
        sums[o] = (int32_t)(mote_packed_sum(codes, bits, words, columns, x) - less);
    }
    return codes;
}

#endif
