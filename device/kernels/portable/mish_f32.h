/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] * tanh(log(1 + exp(x[i]))) = x[i] * n / (n + 2) with n = e^2 + 2 e, e = exp(x[i]).
   x and y may be the same array. */
#ifndef MOTE_MISH_F32_H
#define MOTE_MISH_F32_H

#include <stdint.h>

#include "exp_f32.h"

static void mote_mish_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        const float power = mote_exp_f32(x[i] > 20 ? 20 : x[i]);
        const float n = power * (power + 2);
        y[i] = x[i] > 20 ? x[i] : x[i] * (n / (n + 2));
    }
}

#endif
