/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = sigmoid(x[i]). x and y may be the same array. */
#ifndef MOTE_SIGMOID_F32_H
#define MOTE_SIGMOID_F32_H

#include <stdint.h>

#include "sigmoid_of_f32.h"

static void mote_sigmoid_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_sigmoid_of_f32(x[i]);
    }
}

#endif
