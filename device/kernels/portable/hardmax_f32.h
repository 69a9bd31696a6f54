/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = 1 for the first of the largest of `length` elements that are `inner` apart, else 0. x and
   y may be the same array. */
#ifndef MOTE_HARDMAX_F32_H
#define MOTE_HARDMAX_F32_H

#include <stdint.h>

static void mote_hardmax_f32(const float *x, int32_t outer, int32_t length, int32_t inner, float *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        const int32_t end = first + length * inner;
        int32_t largest = first;
        for (int32_t i = first; i < end; i += inner) {
            largest = x[i] > x[largest] ? i : largest;
        }
        for (int32_t i = first; i < end; i += inner) {
            y[i] = i == largest ? 1.0f : 0.0f;
        }
    }
}

#endif
