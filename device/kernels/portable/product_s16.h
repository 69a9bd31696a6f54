/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp(rescale((a[i] - a_zero) * (b[i] - b_zero)) + y_zero), shapes stretched to each
   other. y may be the same array as an operand that is not stretched. */
#ifndef MOTE_PRODUCT_S16_H
#define MOTE_PRODUCT_S16_H

#include <stdint.h>

#include "pairs.h"
#include "rescale_sum.h"

static void mote_product_s16(const int16_t *a, const int16_t *b, MOTE_PAIR_AXES, int32_t a_zero,
                             int32_t b_zero, int32_t y_zero, int32_t multiplier, int32_t shift,
                             int32_t low, int32_t high, int16_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const int32_t product = (a[at_a] - a_zero) * (b[at_b] - b_zero);
        *y++ = mote_saturate_s16(mote_rescale(product, multiplier, shift) + y_zero, low, high);
    }
}

#endif
