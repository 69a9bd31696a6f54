/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = tanh(x[i]). x and y may be the same array. */
#ifndef MOTE_TANH_F32_H
#define MOTE_TANH_F32_H

#include <stdint.h>

#include "tanh_of_f32.h"

static void mote_tanh_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_tanh_of_f32(x[i]);
    }
}

#endif
