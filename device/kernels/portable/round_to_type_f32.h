/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = what a small float with so many bits of fraction and this least exponent can hold of x[i]:
   rounded to the nearest (direction 0, halves to even), up (1) or down (2). What exceeds the
   largest becomes it (overflow 0), infinite (1) or NaN (2). x and y may be the same array. */
#ifndef MOTE_ROUND_TO_TYPE_F32_H
#define MOTE_ROUND_TO_TYPE_F32_H

#include <stdint.h>

#include "float_bits.h"
#include "round_of_f32.h"

/* Of a finite x. */
static inline float mote_round_to_fraction(float x, int32_t fraction, int32_t least_exponent,
                                           int32_t direction)
{
    const int32_t own = (int32_t)(mote_bits_of_f32(x) >> 23 & 0xff) - 127;
    const int32_t power = (own < least_exponent ? least_exponent : own) - fraction;
    /* 2^power, which may be subnormal. */
    const float unit = mote_f32_of_bits(power < -126 ? (uint32_t)1 << (power + 149)
                                                     : (uint32_t)(power + 127) << 23);
    const float steps = x / unit;
    const float whole = direction == 0   ? mote_round_of_f32(steps)
                        : direction == 1 ? mote_ceil_of_f32(steps)
                                         : mote_floor_of_f32(steps);
    return whole * unit;
}

static void mote_round_to_type_f32(const float *x, int32_t length, int32_t fraction,
                                   int32_t least_exponent, int32_t direction, float smallest,
                                   float largest, int32_t overflow, int32_t has_nan, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        float result = x[i];
        if (mote_abs_of_f32(x[i]) < mote_f32_of_bits(MOTE_INFINITY_BITS)) {
            result = mote_round_to_fraction(x[i], fraction, least_exponent, direction);
        }
        if (result != result) {
            result = has_nan != 0 ? result : 0;
        } else if (mote_abs_of_f32(result) > largest) {
            const float infinite = mote_f32_of_bits(MOTE_INFINITY_BITS);
            const float beyond = overflow == 0   ? largest
                                 : overflow == 1 ? infinite
                                                 : mote_f32_of_bits(MOTE_NAN_BITS);
            result = result < 0 ? -beyond : beyond;
        } else if (smallest > 0 && result < smallest) {
            result = smallest;
        }
        y[i] = result;
    }
}

#endif
