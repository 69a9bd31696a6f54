/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] * max(0, min(1, x[i] / 6 + 1/2)). x and y may be the same array. */
#ifndef MOTE_HARD_SWISH_F32_H
#define MOTE_HARD_SWISH_F32_H

#include <stdint.h>

static void mote_hard_swish_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        const float gate = x[i] * (1.0f / 6) + 0.5f;
        y[i] = x[i] * (gate < 0 ? 0 : gate > 1 ? 1 : gate);
    }
}

#endif
