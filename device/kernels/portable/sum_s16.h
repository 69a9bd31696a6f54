/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp(rescale(rescale((a[i] - a_zero) * 2^15) + rescale((b[i] - b_zero) * 2^15)) +
   y_zero), shapes stretched to each other. y may be the same array as an operand that is not
   stretched. */
#ifndef MOTE_SUM_S16_H
#define MOTE_SUM_S16_H

#include <stdint.h>

#include "pairs.h"
#include "rescale_sum.h"

static void mote_sum_s16(const int16_t *a, const int16_t *b, MOTE_PAIR_AXES, int32_t a_zero,
                         int32_t a_multiplier, int32_t a_shift, int32_t b_zero,
                         int32_t b_multiplier, int32_t b_shift, int32_t y_zero,
                         int32_t y_multiplier, int32_t y_shift, int32_t low, int32_t high,
                         int16_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const int32_t left =
            mote_rescale((a[at_a] - a_zero) * ((int32_t)1 << 15), a_multiplier, a_shift);
        const int32_t right =
            mote_rescale((b[at_b] - b_zero) * ((int32_t)1 << 15), b_multiplier, b_shift);
        const int32_t result = mote_rescale(left + right, y_multiplier, y_shift);
        *y++ = mote_saturate_s16(result + y_zero, low, high);
    }
}

#endif
