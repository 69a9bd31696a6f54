/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = max(0, min(1, alpha * x[i] + beta)). x and y may be the same array. */
#ifndef MOTE_HARD_SIGMOID_F32_H
#define MOTE_HARD_SIGMOID_F32_H

#include <stdint.h>

static void mote_hard_sigmoid_f32(const float *x, int32_t length, float alpha, float beta, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        const float gate = alpha * x[i] + beta;
        y[i] = gate < 0 ? 0 : gate > 1 ? 1 : gate;
    }
}

#endif
