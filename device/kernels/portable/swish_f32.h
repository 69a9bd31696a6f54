/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] / (1 + exp(-alpha * x[i])). x and y may be the same array. */
#ifndef MOTE_SWISH_F32_H
#define MOTE_SWISH_F32_H

#include <stdint.h>

#include "sigmoid_of_f32.h"

static void mote_swish_f32(const float *x, int32_t length, float alpha, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] * mote_sigmoid_of_f32(alpha * x[i]);
    }
}

#endif
