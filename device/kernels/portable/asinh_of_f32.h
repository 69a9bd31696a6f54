/* SPDX-License-Identifier: Apache-2.0 */
/* asinh, acosh (NaN below 1) and atanh (NaN beyond 1) by logarithms. */
#ifndef MOTE_ASINH_OF_F32_H
#define MOTE_ASINH_OF_F32_H

#include "float_bits.h"
#include "log_of_f32.h"
#include "sqrt_of_f32.h"

static inline float mote_asinh_of_f32(float x)
{
    const float size = mote_abs_of_f32(x);
    /* Beyond, the square may be infinite and 1 is nothing beside it. */
    const float result =
        size > 1e4f
            ? mote_log_of_f32(size) + 0.693147181f
            : mote_log1p_of_f32(size + size * size / (1 + mote_sqrt_of_f32(size * size + 1)));
    return x < 0 ? -result : result;
}

static inline float mote_acosh_of_f32(float x)
{
    const float over = x - 1;
    if (x > 1e4f) {
        return mote_log_of_f32(x) + 0.693147181f;
    }
    return mote_log1p_of_f32(over + mote_sqrt_of_f32(over * (over + 2)));
}

static inline float mote_atanh_of_f32(float x)
{
    const float size = mote_abs_of_f32(x);
    const float result = 0.5f * mote_log1p_of_f32(2 * size / (1 - size));
    return x < 0 ? -result : result;
}

#endif
