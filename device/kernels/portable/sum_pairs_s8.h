/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp((a[i] * a_factor + b[i] * b_factor + added) >> shift), nothing leaves 32 bits. y may
   be the same array as a or b. Clamps without branches: all bytes take the same cycles. */
#ifndef MOTE_SUM_PAIRS_S8_H
#define MOTE_SUM_PAIRS_S8_H

#include <stdint.h>

#include "mote/apart.h"

MOTE_APART static void mote_sum_pairs_s8(const int8_t *a, const int8_t *b, int32_t count,
                                         int32_t a_factor, int32_t b_factor, int32_t added,
                                         int32_t shift, int32_t low, int32_t high, int8_t *y)
{
    const int8_t *const end = a + count;
    const int32_t range = high - low;
    while (a != end) {
        const int32_t sum = (*a++ * a_factor + *b++ * b_factor + added) >> shift;
        const int32_t above = sum - low;
        const int32_t beyond = (above & ~(above >> 31)) - range;
        *y++ = (int8_t)((beyond & (beyond >> 31)) + high);
    }
}

#endif
