/* SPDX-License-Identifier: Apache-2.0 */
/* y, of n0 x .. x n5, takes its elements from x: the first one is x[first], neighbors along axis i
   of y are s_i apart. x and y must not overlap. */
#ifndef MOTE_VIEW_ANY_H
#define MOTE_VIEW_ANY_H

#include <stdint.h>

static void mote_view_any(const any_t *x, int32_t first, int32_t n0, int32_t n1, int32_t n2,
                          int32_t n3, int32_t n4, int32_t n5, int32_t s0, int32_t s1, int32_t s2,
                          int32_t s3, int32_t s4, int32_t s5, any_t *y)
{
    for (int32_t outer = 0; outer < n0 * n1; outer++) {
        const int32_t block = first + outer / n1 * s0 + outer % n1 * s1;
        for (int32_t i2 = 0; i2 < n2; i2++) {
            for (int32_t i3 = 0; i3 < n3; i3++) {
                int32_t line = block + i2 * s2 + i3 * s3;
                for (int32_t i4 = 0; i4 < n4; i4++, line += s4) {
                    int32_t from = line;
                    for (int32_t i5 = 0; i5 < n5; i5++, from += s5) {
                        *y++ = x[from];
                    }
                }
            }
        }
    }
}

#endif
