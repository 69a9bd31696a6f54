/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] to the power b[i], shapes stretched to each other, rounded toward 0. Whole powers
   wrap around; others are computed in floats and end at what the type can hold. */
#ifndef MOTE_POWER_ANY_H
#define MOTE_POWER_ANY_H

#include <stdint.h>

#include "pairs.h"
#include "pow_of_f32.h"
#include "round_of_f32.h"

static void mote_power_any(const any_t *a, const float *b, MOTE_PAIR_AXES, float low, float high,
                           any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const float exponent = b[at_b];
        if (exponent >= 0 && exponent < 16777216.0f && mote_trunc_of_f32(exponent) == exponent) {
            uint64_t square = (uint64_t)a[at_a];
            uint64_t result = 1;
            for (int32_t rest = (int32_t)exponent; rest > 0; rest /= 2) {
                result = (rest & 1) != 0 ? result * square : result;
                square *= square;
            }
            *y++ = (any_t)result;
        } else {
            const float result = mote_pow_of_f32((float)a[at_a], exponent);
            *y++ = (any_t)(result > high ? high : result >= low ? result : low);
        }
    }
}

#endif
