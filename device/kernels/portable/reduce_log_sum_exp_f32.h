/* SPDX-License-Identifier: Apache-2.0 */
/* y = log(sum of exp(x)) for each of k0 x k1 x k2 elements of y over r0 x r1 x r2 elements of x:
   a_i and b_i are how far apart they are along each axis. x and y must not overlap. */
#ifndef MOTE_REDUCE_LOG_SUM_EXP_F32_H
#define MOTE_REDUCE_LOG_SUM_EXP_F32_H

#include <stdint.h>

#include "exp_f32.h"
#include "log_of_f32.h"

static void mote_reduce_log_sum_exp_f32(const float *x, int32_t k0, int32_t k1, int32_t k2,
                                        int32_t a0, int32_t a1, int32_t a2, int32_t r0, int32_t r1,
                                        int32_t r2, int32_t b0, int32_t b1, int32_t b2, float *y)
{
    for (int32_t i = 0; i < k0 * k1 * k2; i++) {
        const float *from = x + i / k2 / k1 * a0 + i / k2 % k1 * a1 + i % k2 * a2;
        float largest = *from;
        float sum = 0;
        /* The sum of exp(x - largest), made smaller whenever a larger x comes. */
        for (int32_t j = 0; j < r0 * r1 * r2; j++) {
            const float element = from[j / r2 / r1 * b0 + j / r2 % r1 * b1 + j % r2 * b2];
            if (element > largest) {
                sum *= mote_exp_f32(largest - element);
                largest = element;
            }
            sum += mote_exp_f32(element - largest);
        }
        y[i] = largest + mote_log_of_f32(sum);
    }
}

#endif
