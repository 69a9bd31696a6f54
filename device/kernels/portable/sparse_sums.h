/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of weights stored without zeros: a byte each for the distance from the one before, and for
   the weight. */
#ifndef MOTE_SPARSE_SUMS_H
#define MOTE_SPARSE_SUMS_H

#include <stdint.h>

#include "mote/rom.h"

/* Adds `count` products to *sum; *x is where the last one read. Returns where the codes end. */
static inline const uint8_t *mote_sparse_run(const uint8_t *codes, int32_t count, const uint8_t **x,
                                             int32_t *sum)
{
    const uint8_t *const end = codes + 2 * count;
    for (; codes != end; codes += 2) {
        *x += MOTE_READ_U8(codes);
        *sum += (int8_t)MOTE_READ_U8(codes + 1) * **x;
    }
    return codes;
}

/* The sums of `rows` rows; returns where the codes end. */
static inline const uint8_t *mote_sparse_sums(const uint8_t *codes, const uint8_t *x, int32_t rows,
                                              int32_t *sums)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x;
        int32_t sum = 0, count;
        do {
            count = MOTE_READ_U8(codes);
            codes = mote_sparse_run(codes + 1, count, &from, &sum);
        } while (count == 255);
        sums[o] = sum;
    }
    return codes;
}

#endif
