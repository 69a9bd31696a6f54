/* SPDX-License-Identifier: Apache-2.0 */
/* y, of n0 x n1 x n2 x n3, takes its elements from x, where neighbours along axis i of y are
   s_i apart. x and y must not overlap. */
#ifndef MOTE_TRANSPOSE_F32_H
#define MOTE_TRANSPOSE_F32_H

#include <stdint.h>

static void mote_transpose_f32(const float *x, int32_t n0, int32_t n1, int32_t n2, int32_t n3,
                               int32_t s0, int32_t s1, int32_t s2, int32_t s3, float *y)
{
    for (int32_t i0 = 0; i0 < n0; i0++) {
        for (int32_t i1 = 0; i1 < n1; i1++) {
            for (int32_t i2 = 0; i2 < n2; i2++) {
                const float *from = x + i0 * s0 + i1 * s1 + i2 * s2;
                for (int32_t i3 = 0; i3 < n3; i3++, from += s3) {
                    *y++ = *from;
                }
            }
        }
    }
}

#endif
