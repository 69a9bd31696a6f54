/* SPDX-License-Identifier: Apache-2.0 */
/* y = x / (the sum of |x|^p)^(1/p) over `length` elements that are `inner` apart, p 1 or 2; zeros
   stay. x and y may be the same array. */
#ifndef MOTE_LP_NORMALIZATION_F32_H
#define MOTE_LP_NORMALIZATION_F32_H

#include <stdint.h>

#include "sqrt_of_f32.h"

static void mote_lp_normalization_f32(const float *x, int32_t outer, int32_t length, int32_t inner,
                                      int32_t p, float *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        const int32_t end = first + length * inner;
        float sum = 0;
        for (int32_t i = first; i < end; i += inner) {
            sum += p == 2 ? x[i] * x[i] : x[i] < 0 ? -x[i] : x[i];
        }
        const float norm = p == 2 ? mote_sqrt_of_f32(sum) : sum;
        for (int32_t i = first; i < end; i += inner) {
            y[i] = norm > 0 ? x[i] / norm : 0;
        }
    }
}

#endif
