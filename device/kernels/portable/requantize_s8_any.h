/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = saturate(rescale(x[i] - x_zero) + y_zero). y may begin where x begins when its elements
   are not larger. */
#ifndef MOTE_REQUANTIZE_S8_ANY_H
#define MOTE_REQUANTIZE_S8_ANY_H

#include <stdint.h>

#include "rescale.h"

static void mote_requantize_s8_any(const int8_t *x, int32_t length, int32_t x_zero,
                                   int32_t multiplier, int32_t shift, int32_t y_zero, int32_t low,
                                   int32_t high, any_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        const int64_t moved = (int64_t)mote_rescale(x[i] - x_zero, multiplier, shift) + y_zero;
        y[i] = (any_t)(moved < low ? low : moved > high ? high : moved);
    }
}

#endif
