/* SPDX-License-Identifier: Apache-2.0 */
/* The natural logarithm within 2e-7 relative: x = m 2^n with m near 1, log(m) = 2 atanh(s) with
   s = (m - 1) / (m + 1) by its series. 0 gives -infinity, less NaN. */
#ifndef MOTE_LOG_OF_F32_H
#define MOTE_LOG_OF_F32_H

#include <stdint.h>

#include "float_bits.h"

static inline float mote_log_of_f32(float x)
{
    if (!(x > 0) || mote_bits_of_f32(x) == MOTE_INFINITY_BITS) {
        const float at_zero = mote_f32_of_bits(x == 0 ? 0xff800000u : MOTE_NAN_BITS);
        return x > 0 ? x : at_zero;
    }
    int32_t n = 0;
    if (x < 1.17549435e-38f) {
        x *= 16777216.0f; /* 2^24: no subnormals */
        n = -24;
    }
    /* 0x3f3504f3 is the square root of one half: m is between it and the root of 2. */
    const uint32_t bits = mote_bits_of_f32(x) - 0x3f3504f3u;
    n += (int32_t)bits >> 23;
    const float m = mote_f32_of_bits((bits & 0x7fffffu) + 0x3f3504f3u);
    const float s = (m - 1) / (m + 1);
    const float s2 = s * s;
    const float rest = s2 * (1.0f / 3 + s2 * (1.0f / 5 + s2 * (1.0f / 7 + s2 * (1.0f / 9))));
    const float count = (float)n;
    /* ln 2 in two parts, so that the first product is exact. */
    return count * 0.693359375f + (2 * s + (2 * s * rest - count * 2.12194440e-4f));
}

/* log(1 + x), exact for small x too. */
static inline float mote_log1p_of_f32(float x)
{
    const float sum = 1 + x;
    const float taken = sum - 1;
    if (taken == 0 || mote_bits_of_f32(sum) == MOTE_INFINITY_BITS) {
        return x;
    }
    return sum > 0 ? mote_log_of_f32(sum) * (x / taken) : mote_log_of_f32(sum);
}

#endif
