/* SPDX-License-Identifier: Apache-2.0 */
/* exp(x) without libm, within 3e-7 relative: x = n ln 2 + r, |r| <= ln 2 / 2, a polynomial for
   exp(r) (Taylor to the 7th power) and n put into the exponent. Below -87: 0; above 88: 2^127. */
#ifndef MOTE_EXP_F32_H
#define MOTE_EXP_F32_H

#include <stdint.h>

static inline float mote_exp_f32(float x)
{
    union {
        uint32_t bits;
        float real;
    } power;
    if (x < -87.0f) {
        return 0;
    }
    x = x > 88.0f ? 88.0f : x;
    const float scaled = x * 1.44269504f;
    const int32_t n = (int32_t)(scaled < 0 ? scaled - 0.5f : scaled + 0.5f);
    const float count = (float)n;
    /* ln 2 in two parts, so that the product with n is exact. */
    const float r = (x - count * 0.693359375f) + count * 2.12194440e-4f;
    float sum = 1.0f / 5040;
    sum = sum * r + 1.0f / 720;
    sum = sum * r + 1.0f / 120;
    sum = sum * r + 1.0f / 24;
    sum = sum * r + 1.0f / 6;
    sum = sum * r + 0.5f;
    sum = sum * r + 1.0f;
    sum = sum * r + 1.0f;
    power.bits = (uint32_t)(n + 127) << 23;
    return sum * power.real;
}

#endif
