/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i], below 0 alpha * x[i]. x and y may be the same array. */
#ifndef MOTE_LEAKY_RELU_F32_H
#define MOTE_LEAKY_RELU_F32_H

#include <stdint.h>

static void mote_leaky_relu_f32(const float *x, int32_t length, float alpha, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] < 0 ? alpha * x[i] : x[i];
    }
}

#endif
