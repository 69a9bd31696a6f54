/* SPDX-License-Identifier: Apache-2.0 */
/* A row's sum becomes an output byte with TFLite's two roundings, by its multiplier, the right
   shift (at least 1, given less 1) and odd_zero = 2 * zero + 1. With doubled = 2 * sum,
     v = round(doubled * multiplier * 2^-32), halves up:         the first rounding;
     (v + odd_zero * 2^(shift - 1) - (sum < 0)) >> shift:  the second, halves away from zero.
   The sign of the sum may stand for that of v: they differ only where v = 0, and there subtracting
   1 changes nothing. */
#ifndef MOTE_HALVES_SCALE_H
#define MOTE_HALVES_SCALE_H

#include <stdint.h>

static inline int8_t mote_halves_scale(int32_t doubled, int32_t multiplier, int32_t less_shift,
                                       int32_t odd_zero)
{
    const int64_t product = (int64_t)doubled * multiplier + ((int64_t)1 << 31);
    const int32_t added = odd_zero * ((int32_t)1 << less_shift) - (doubled < 0);
    const int32_t y = ((int32_t)(product >> 32) + added) >> less_shift >> 1;
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

#endif
