/* SPDX-License-Identifier: Apache-2.0 */
/* y, of `total` elements, is `value` but for n0 x .. x n5 elements from x: the first goes from
   x[x_first] to y[y_first], neighbors along axis i are a_i apart in x and b_i apart in y. x and y
   must not overlap. */
#ifndef MOTE_PAD_ANY_H
#define MOTE_PAD_ANY_H

#include <stdint.h>

static void mote_pad_any(const any_t *x, int32_t x_first, int32_t y_first, int32_t n0, int32_t n1,
                         int32_t n2, int32_t n3, int32_t n4, int32_t n5, int32_t a0, int32_t a1,
                         int32_t a2, int32_t a3, int32_t a4, int32_t a5, int32_t b0, int32_t b1,
                         int32_t b2, int32_t b3, int32_t b4, int32_t b5, int32_t total, any_t value,
                         any_t *y)
{
    for (int32_t i = 0; i < total; i++) {
        y[i] = value;
    }
    for (int32_t outer = 0; outer < n0 * n1; outer++) {
        const int32_t i0 = outer / n1, i1 = outer % n1;
        for (int32_t middle = 0; middle < n2 * n3; middle++) {
            const int32_t i2 = middle / n3, i3 = middle % n3;
            int32_t from = x_first + i0 * a0 + i1 * a1 + i2 * a2 + i3 * a3;
            int32_t to = y_first + i0 * b0 + i1 * b1 + i2 * b2 + i3 * b3;
            for (int32_t i4 = 0; i4 < n4; i4++, from += a4, to += b4) {
                for (int32_t i5 = 0; i5 < n5; i5++) {
                    y[to + i5 * b5] = x[from + i5 * a5];
                }
            }
        }
    }
}

#endif
