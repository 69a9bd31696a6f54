/* SPDX-License-Identifier: Apache-2.0 */
/* atan within 3e-7 relative: brought to |t| <= tan(pi / 8) by atan(x) = pi / 2 - atan(1 / x) and
   atan(x) = pi / 4 + atan((x - 1) / (x + 1)), then its series. asin and acos by atan; NaN beyond 1.
 */
#ifndef MOTE_ATAN_OF_F32_H
#define MOTE_ATAN_OF_F32_H

#include <stdint.h>

#include "float_bits.h"
#include "sqrt_of_f32.h"

static inline float mote_small_atan(float t)
{
    const float t2 = t * t;
    float sum = 0;
    for (int32_t power = 17; power > 1; power -= 2) {
        sum = ((power & 2) != 0 ? -1.0f : 1.0f) / (float)power + sum * t2;
    }
    return sum * t2 * t + t;
}

static inline float mote_atan_of_f32(float x)
{
    const float size = mote_abs_of_f32(x);
    float angle;
    if (size > 2.41421356f) {
        angle = 1.57079633f - mote_small_atan(1 / size);
    } else if (size > 0.414213562f) {
        angle = 0.785398163f + mote_small_atan((size - 1) / (size + 1));
    } else {
        angle = mote_small_atan(size);
    }
    return x < 0 ? -angle : angle;
}

static inline float mote_asin_of_f32(float x)
{
    const float other = mote_sqrt_of_f32((1 - x) * (1 + x));
    if (other == 0) {
        return x < 0 ? -1.57079633f : 1.57079633f;
    }
    return mote_atan_of_f32(x / other);
}

static inline float mote_acos_of_f32(float x)
{
    if (x == -1) {
        return 3.14159265f;
    }
    return 2 * mote_atan_of_f32(mote_sqrt_of_f32((1 - x) / (1 + x)));
}

#endif
