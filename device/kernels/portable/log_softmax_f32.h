/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] - max - log(sum_j exp(x[j] - max)) over `length` elements that are `inner` apart. x
   and y may be the same array. */
#ifndef MOTE_LOG_SOFTMAX_F32_H
#define MOTE_LOG_SOFTMAX_F32_H

#include <stdint.h>

#include "exp_f32.h"
#include "log_of_f32.h"

static void mote_log_softmax_f32(const float *x, int32_t outer, int32_t length, int32_t inner,
                                 float *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        const int32_t end = first + length * inner;
        float largest = x[first];
        float sum = 0;
        for (int32_t i = first; i < end; i += inner) {
            largest = x[i] > largest ? x[i] : largest;
        }
        for (int32_t i = first; i < end; i += inner) {
            sum += mote_exp_f32(x[i] - largest);
        }
        const float below = largest + mote_log_of_f32(sum);
        for (int32_t i = first; i < end; i += inner) {
            y[i] = x[i] - below;
        }
    }
}

#endif
