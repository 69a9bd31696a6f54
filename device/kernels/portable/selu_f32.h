/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = gamma * x[i], below 0 gamma * alpha * (exp(x[i]) - 1). x and y may be the same array. */
#ifndef MOTE_SELU_F32_H
#define MOTE_SELU_F32_H

#include <stdint.h>

#include "expm1_of_f32.h"

static void mote_selu_f32(const float *x, int32_t length, float alpha, float gamma, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = gamma * (x[i] < 0 ? alpha * mote_expm1_of_f32(x[i]) : x[i]);
    }
}

#endif
