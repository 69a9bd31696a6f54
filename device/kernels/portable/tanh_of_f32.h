/* SPDX-License-Identifier: Apache-2.0 */
/* tanh(x) = t / (t + 2) with t = exp(2 x) - 1. */
#ifndef MOTE_TANH_OF_F32_H
#define MOTE_TANH_OF_F32_H

#include "expm1_of_f32.h"

static inline float mote_tanh_of_f32(float x)
{
    if (x > 9.5f || x < -9.5f) {
        return x > 0 ? 1.0f : -1.0f;
    }
    const float t = mote_expm1_of_f32(2 * x);
    return t / (t + 2);
}

#endif
