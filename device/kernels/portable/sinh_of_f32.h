/* SPDX-License-Identifier: Apache-2.0 */
/* sinh(x) = (t + t / (t + 1)) / 2 with t = exp(x) - 1, and cosh(x) = (exp(x) + exp(-x)) / 2. */
#ifndef MOTE_SINH_OF_F32_H
#define MOTE_SINH_OF_F32_H

#include "expm1_of_f32.h"
#include "float_bits.h"

static inline float mote_sinh_of_f32(float x)
{
    const float t = mote_expm1_of_f32(mote_abs_of_f32(x));
    const float sinh = 0.5f * t + 0.5f * (t / (t + 1));
    return x < 0 ? -sinh : sinh;
}

static inline float mote_cosh_of_f32(float x)
{
    const float power = mote_exp_f32(mote_abs_of_f32(x));
    return 0.5f * power + 0.5f / power;
}

#endif
