/* SPDX-License-Identifier: Apache-2.0 */
/* |x|^p, and the p-th root of a sum of such powers. p >= 1. */
#ifndef MOTE_LP_NORM_H
#define MOTE_LP_NORM_H

#include <stdint.h>

#include "pow_of_f32.h"
#include "sqrt_of_f32.h"

static inline float mote_lp_power(float x, int32_t p)
{
    const float magnitude = x < 0 ? -x : x;
    if (p <= 2) {
        return p == 1 ? magnitude : x * x;
    }
    return mote_pow_of_f32(magnitude, (float)p);
}

static inline float mote_lp_root(float sum, int32_t p)
{
    if (p <= 2) {
        return p == 1 ? sum : mote_sqrt_of_f32(sum);
    }
    return mote_pow_of_f32(sum, 1.0f / (float)p);
}

#endif
