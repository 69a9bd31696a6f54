/* SPDX-License-Identifier: Apache-2.0 */
/* The error function: its series up to 1, beyond 1 - erfc(x). erfc(x) = p(u) exp(-x x) / (1 + x /
   2) for x >= 0 with a polynomial of u = (2 - x) / (2 + x), -1 .. 1, fitted at Chebyshev's points:
   within 2e-7 relative but for the error of exp(-x x). */
#ifndef MOTE_ERF_OF_F32_H
#define MOTE_ERF_OF_F32_H

#include <stdint.h>

#include "exp_f32.h"
#include "float_bits.h"

/* 1 - erf(x) for x >= 0. */
static inline float mote_erfc_of_f32(float x)
{
    const float u = (2 - x) / (2 + x);
    float p = 4.21611694e-05f;
    p = p * u - 3.6601883e-05f;
    p = p * u - 2.99382635e-04f;
    p = p * u + 4.3067048e-04f;
    p = p * u + 1.52915705e-03f;
    p = p * u - 3.24345194e-03f;
    p = p * u - 1.07516265e-02f;
    p = p * u + 1.82216689e-02f;
    p = p * u + 1.39735729e-01f;
    p = p * u + 3.43580306e-01f;
    p = p * u + 5.10791361e-01f;
    return p * mote_exp_f32(-x * x) / (1 + 0.5f * x);
}

static inline float mote_erf_of_f32(float x)
{
    const float size = mote_abs_of_f32(x);
    if (size > 1) {
        const float erf = size > 4 ? 1 : 1 - mote_erfc_of_f32(size);
        return x < 0 ? -erf : erf;
    }
    /* 2 / sqrt(pi) sum_k (-1)^k x^(2 k + 1) / (k! (2 k + 1)) */
    float term = 1.12837917f * x;
    float sum = term;
    for (int32_t k = 1; k < 11; k++) {
        term *= -x * x / (float)k;
        sum += term / (float)(2 * k + 1);
    }
    return sum;
}

#endif
