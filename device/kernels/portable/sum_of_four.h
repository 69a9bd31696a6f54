/* SPDX-License-Identifier: Apache-2.0 */
/* sums[i] = the sum over p of x[p * step + i], four of them; at most 255 positions. */
#ifndef MOTE_SUM_OF_FOUR_H
#define MOTE_SUM_OF_FOUR_H

#include <stdint.h>

static inline void mote_sum_of_four(const int8_t *x, int32_t positions, int32_t step,
                                    int32_t sums[4])
{
    int32_t a = 0, b = 0, c = 0, d = 0;
    for (; positions > 0; positions--, x += step) {
        a += x[0];
        b += x[1];
        c += x[2];
        d += x[3];
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
}

#endif
