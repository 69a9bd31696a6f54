/* SPDX-License-Identifier: Apache-2.0 */
/* Accumulator -> output step: round(a * multiplier * 2^(shift - 31)) with TFLite's two roundings,
   then + zero point, clamped to [low, high].
   Ranges: multiplier 0 or 2^30 .. 2^31 - 1; shift -31 .. 30, > 0 is left and must not overflow.
   First rounding: halves up. Second (shift < 0): halves away from zero. */
#ifndef MOTE_RESCALE_H
#define MOTE_RESCALE_H

#include <stdint.h>

static inline int32_t mote_rescale(int32_t a, int32_t multiplier, int32_t shift)
{
    const int32_t left = shift > 0 ? shift : 0;
    const int32_t right = left - shift;
    const int64_t product = (int64_t)(int32_t)((uint32_t)a << left) * multiplier;
    const int32_t high = (int32_t)((product + ((int64_t)1 << 30)) >> 31);
    if (right == 0) {
        return high;
    }
    /* 64 bits: a shift of 31 would overflow the sum. */
    return (int32_t)((high + ((int64_t)1 << (right - 1)) - (high < 0)) >> right);
}

static inline int8_t mote_saturate(int32_t value, int32_t low, int32_t high)
{
    return (int8_t)(value < low ? low : value > high ? high : value);
}

#endif
