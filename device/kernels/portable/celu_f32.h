/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i], below 0 alpha * (exp(x[i] / alpha) - 1). x and y may be the same array. */
#ifndef MOTE_CELU_F32_H
#define MOTE_CELU_F32_H

#include <stdint.h>

#include "expm1_of_f32.h"

static void mote_celu_f32(const float *x, int32_t length, float alpha, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] < 0 ? alpha * mote_expm1_of_f32(x[i] / alpha) : x[i];
    }
}

#endif
