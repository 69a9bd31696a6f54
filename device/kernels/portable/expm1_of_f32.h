/* SPDX-License-Identifier: Apache-2.0 */
/* exp(x) - 1, exact for small x too (its series). */
#ifndef MOTE_EXPM1_OF_F32_H
#define MOTE_EXPM1_OF_F32_H

#include "exp_f32.h"

static inline float mote_expm1_of_f32(float x)
{
    if (x < -0.5f || x > 0.5f) {
        return mote_exp_f32(x) - 1;
    }
    float sum = 1.0f / 40320;
    sum = sum * x + 1.0f / 5040;
    sum = sum * x + 1.0f / 720;
    sum = sum * x + 1.0f / 120;
    sum = sum * x + 1.0f / 24;
    sum = sum * x + 1.0f / 6;
    sum = sum * x + 0.5f;
    return sum * x * x + x;
}

#endif
