/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = max(x[i], 0). x and y may be the same array. */
#ifndef MOTE_RELU_F32_H
#define MOTE_RELU_F32_H

#include <stdint.h>

static void mote_relu_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] < 0 ? 0 : x[i];
    }
}

#endif
