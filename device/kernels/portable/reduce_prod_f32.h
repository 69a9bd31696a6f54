/* SPDX-License-Identifier: Apache-2.0 */
/* y = product of x for each of k0 x k1 x k2 elements of y over
   r0 x r1 x r2 elements of x: a_i and b_i are how far apart they are along each axis. x and y must
   not overlap. */
#ifndef MOTE_REDUCE_PROD_F32_H
#define MOTE_REDUCE_PROD_F32_H

#include <stdint.h>

static void mote_reduce_prod_f32(const float *x, int32_t k0, int32_t k1, int32_t k2, int32_t a0,
                                 int32_t a1, int32_t a2, int32_t r0, int32_t r1, int32_t r2,
                                 int32_t b0, int32_t b1, int32_t b2, float *y)
{
    for (int32_t outer = 0; outer < k0 * k1; outer++) {
        const float *from = x + outer / k1 * a0 + outer % k1 * a1;
        for (int32_t i2 = 0; i2 < k2; i2++, from += a2) {
            float product = 1;
            for (int32_t j = 0; j < r0 * r1; j++) {
                const float *element = from + j / r1 * b0 + j % r1 * b1;
                for (int32_t j2 = 0; j2 < r2; j2++, element += b2) {
                    product *= *element;
                }
            }
            *y++ = product;
        }
    }
}

#endif
