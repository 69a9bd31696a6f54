/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp(a[i] + b[i]) over four axes n0 .. n3; a and b move by their steps along each axis
   (0: stretched). */
#ifndef MOTE_ADD_F32_H
#define MOTE_ADD_F32_H

#include <stdint.h>

static void mote_add_f32(const float *a, const float *b, int32_t n0, int32_t n1, int32_t n2,
                         int32_t n3, int32_t a0, int32_t a1, int32_t a2, int32_t a3, int32_t b0,
                         int32_t b1, int32_t b2, int32_t b3, float low, float high, float *y)
{
    for (int32_t i0 = 0; i0 < n0; i0++) {
        for (int32_t i1 = 0; i1 < n1; i1++) {
            for (int32_t i2 = 0; i2 < n2; i2++) {
                const float *from_a = a + i0 * a0 + i1 * a1 + i2 * a2;
                const float *from_b = b + i0 * b0 + i1 * b1 + i2 * b2;
                for (int32_t i3 = 0; i3 < n3; i3++, from_a += a3, from_b += b3) {
                    const float result = *from_a + *from_b;
                    *y++ = result < low ? low : result > high ? high : result;
                }
            }
        }
    }
}

#endif
