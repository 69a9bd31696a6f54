/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times int8 vectors: sum_i w[o, i] * x[i] for `rows` rows of `columns`
   weights, at most MOTE_DOTS_ROWS. Fast versions may read up to 15 bytes behind the last weight. */
#ifndef MOTE_DOTS_H
#define MOTE_DOTS_H

#include <stdint.h>

#include "mote/rom.h"

enum { MOTE_DOTS_ROWS = 64 };

/* Whether one vector at a time is as fast as two. */
static inline int32_t mote_dots_is_short(int32_t columns)
{
    return columns % 16 == 0 && columns <= 112;
}

/* One vector. */
static void mote_dots(const int8_t *x, const int8_t *w, int32_t columns, int32_t rows,
                      int32_t *sums)
{
    for (int32_t o = 0; o < rows; o++, w += columns) {
        int32_t sum = 0;
        for (int32_t i = 0; i < columns; i++) {
            sum += MOTE_READ_S8(w + i) * x[i];
        }
        sums[o] = sum;
    }
}

#endif
