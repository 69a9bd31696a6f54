/* SPDX-License-Identifier: Apache-2.0 */
/* 1 / (1 + exp(-x)). */
#ifndef MOTE_SIGMOID_OF_F32_H
#define MOTE_SIGMOID_OF_F32_H

#include "exp_f32.h"

static inline float mote_sigmoid_of_f32(float x)
{
    if (x >= 0) {
        return 1 / (1 + mote_exp_f32(-x));
    }
    const float power = mote_exp_f32(x);
    return power / (1 + power);
}

#endif
