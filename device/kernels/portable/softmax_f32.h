/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = exp(beta * (x[i] - max)) / sum_j exp(beta * (x[j] - max)) over `length` elements that are
   `inner` apart. x and y may be the same array. */
#ifndef MOTE_SOFTMAX_F32_H
#define MOTE_SOFTMAX_F32_H

#include <stdint.h>

#include "exp_f32.h"

static void mote_softmax_f32(const float *x, int32_t outer, int32_t length, int32_t inner,
                             float beta, float *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        float largest = x[first];
        float sum = 0;
        for (int32_t i = 1; i < length; i++) {
            largest = x[first + i * inner] > largest ? x[first + i * inner] : largest;
        }
        for (int32_t i = 0; i < length; i++) {
            const float term = mote_exp_f32(beta * (x[first + i * inner] - largest));
            y[first + i * inner] = term;
            sum += term;
        }
        for (int32_t i = 0; i < length; i++) {
            y[first + i * inner] /= sum;
        }
    }
}

#endif
