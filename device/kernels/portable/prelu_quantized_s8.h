/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = rescale(a[i] - a_zero), below 0 rescale((a[i] - a_zero) * (b[i] - b_zero)) by other
   multipliers, + y_zero, shapes stretched to each other. */
#ifndef MOTE_PRELU_QUANTIZED_S8_H
#define MOTE_PRELU_QUANTIZED_S8_H

#include <stdint.h>

#include "pairs.h"
#include "rescale.h"

static void mote_prelu_quantized_s8(const int8_t *a, const int8_t *b, MOTE_PAIR_AXES,
                                    int32_t a_zero, int32_t b_zero, int32_t y_zero,
                                    int32_t multiplier, int32_t shift, int32_t below_multiplier,
                                    int32_t below_shift, int8_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const int32_t offset = a[at_a] - a_zero;
        const int32_t steps =
            offset >= 0 ? mote_rescale(offset, multiplier, shift)
                        : mote_rescale(offset * (b[at_b] - b_zero), below_multiplier, below_shift);
        *y++ = mote_saturate(steps + y_zero, -128, 127);
    }
}

#endif
