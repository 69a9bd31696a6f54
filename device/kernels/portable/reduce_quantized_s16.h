/* SPDX-License-Identifier: Apache-2.0 */
/* y = rescale(sum of x - offset) + y_zero, saturated, for each of k0 x k1 x k2 elements of y over
   r0 x r1 x r2 elements of x: a_i and b_i are how far apart they are along each axis. x and y must
   not overlap. */
#ifndef MOTE_REDUCE_QUANTIZED_S16_H
#define MOTE_REDUCE_QUANTIZED_S16_H

#include <stdint.h>

#include "rescale_sum.h"

static void mote_reduce_quantized_s16(const int16_t *x, int32_t k0, int32_t k1, int32_t k2,
                                      int32_t a0, int32_t a1, int32_t a2, int32_t r0, int32_t r1,
                                      int32_t r2, int32_t b0, int32_t b1, int32_t b2,
                                      int32_t offset, int32_t multiplier, int32_t shift,
                                      int32_t y_zero, int16_t *y)
{
    for (int32_t outer = 0; outer < k0 * k1; outer++) {
        const int16_t *from = x + outer / k1 * a0 + outer % k1 * a1;
        for (int32_t i2 = 0; i2 < k2; i2++, from += a2) {
            int32_t sum = -offset;
            for (int32_t j = 0; j < r0 * r1; j++) {
                const int16_t *element = from + j / r1 * b0 + j % r1 * b1;
                for (int32_t j2 = 0; j2 < r2; j2++, element += b2) {
                    sum += *element;
                }
            }
            *y++ = mote_saturate_s16(mote_rescale(sum, multiplier, shift) + y_zero, -32768, 32767);
        }
    }
}

#endif
