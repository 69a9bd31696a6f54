/* SPDX-License-Identifier: Apache-2.0 */
/* sums[i] = the sum over p of x[p * step + i], four of them; at most 255 positions. */
#ifndef MOTE_SUM_OF_FOUR_H
#define MOTE_SUM_OF_FOUR_H

#include <stdint.h>

static inline void mote_sum_of_four(const int8_t *x, int32_t positions, int32_t step,
                                    int32_t sums[4])
{
    for (int32_t i = 0; i < 4; i++) {
        sums[i] = 0;
        for (int32_t p = 0; p < positions; p++) {
            sums[i] += x[p * step + i];
        }
    }
}

#endif
