/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp(rescale(rescale((a[i] - a_zero) * 2^20) + rescale((b[i] - b_zero) * 2^20)) + y_zero)
   over four axes n0 .. n3; a and b move by their steps along each axis (0: stretched). y may be
   the same array as an operand that is not stretched. */
#ifndef MOTE_ADD_S8_H
#define MOTE_ADD_S8_H

#include <stdint.h>

#include "rescale.h"

static void mote_add_s8(const int8_t *a, const int8_t *b, int32_t n0, int32_t n1, int32_t n2,
                        int32_t n3, int32_t a0, int32_t a1, int32_t a2, int32_t a3, int32_t b0,
                        int32_t b1, int32_t b2, int32_t b3, int32_t a_zero, int32_t a_multiplier,
                        int32_t a_shift, int32_t b_zero, int32_t b_multiplier, int32_t b_shift,
                        int32_t y_zero, int32_t y_multiplier, int32_t y_shift, int32_t low,
                        int32_t high, int8_t *y)
{
    for (int32_t i0 = 0; i0 < n0; i0++) {
        for (int32_t i1 = 0; i1 < n1; i1++) {
            for (int32_t i2 = 0; i2 < n2; i2++) {
                const int8_t *from_a = a + i0 * a0 + i1 * a1 + i2 * a2;
                const int8_t *from_b = b + i0 * b0 + i1 * b1 + i2 * b2;
                for (int32_t i3 = 0; i3 < n3; i3++, from_a += a3, from_b += b3) {
                    const int32_t left =
                        mote_rescale((*from_a - a_zero) * (1 << 20), a_multiplier, a_shift);
                    const int32_t right =
                        mote_rescale((*from_b - b_zero) * (1 << 20), b_multiplier, b_shift);
                    const int32_t sum = mote_rescale(left + right, y_multiplier, y_shift);
                    *y++ = mote_saturate(sum + y_zero, low, high);
                }
            }
        }
    }
}

#endif
