/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] / 2 * (1 + tanh(u)) = x[i] / (1 + exp(-2 u)), u = sqrt(2 / pi) * (x[i] + 0.044715 *
   x[i]^3). x and y may be the same array. */
#ifndef MOTE_GELU_TANH_F32_H
#define MOTE_GELU_TANH_F32_H

#include <stdint.h>

#include "sigmoid_of_f32.h"

static void mote_gelu_tanh_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        const float twice = 1.59576912f * (x[i] + 0.044715f * x[i] * x[i] * x[i]);
        y[i] = x[i] * mote_sigmoid_of_f32(twice);
    }
}

#endif
