/* SPDX-License-Identifier: Apache-2.0 */
/* y = x / (bias + alpha * sum of x * x)^beta, the sum over the channels from c - before to c +
   after. x is images x channels x inner. x and y must not overlap. */
#ifndef MOTE_LRN_F32_H
#define MOTE_LRN_F32_H

#include <stdint.h>

#include "pow_of_f32.h"

static void mote_lrn_f32(const float *x, int32_t images, int32_t channels, int32_t inner,
                         int32_t before, int32_t after, float alpha, float beta, float bias,
                         float *y)
{
    for (int32_t i = 0; i < images * channels * inner; i++) {
        const int32_t c = i / inner % channels;
        const int32_t first = c < before ? -c : -before;
        const int32_t last = c + after < channels ? after : channels - 1 - c;
        float sum = 0;
        for (int32_t other = first; other <= last; other++) {
            sum += x[i + other * inner] * x[i + other * inner];
        }
        y[i] = x[i] / mote_pow_of_f32(bias + alpha * sum, beta);
    }
}

#endif
