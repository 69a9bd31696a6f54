/* SPDX-License-Identifier: Apache-2.0 */
/* y, of n0 x .. x n5, takes from x the element at its place, where neighbors along axis i are s_i
   apart, and `step` times the index of y's element further. x and y must not overlap. */
#ifndef MOTE_GATHER_ELEMENTS_ANY_H
#define MOTE_GATHER_ELEMENTS_ANY_H

#include <stdint.h>

#include "index_of.h"

static void mote_gather_elements_any(const any_t *x, const void *indices, int32_t index_bytes,
                                     int32_t n0, int32_t n1, int32_t n2, int32_t n3, int32_t n4,
                                     int32_t n5, int32_t s0, int32_t s1, int32_t s2, int32_t s3,
                                     int32_t s4, int32_t s5, int32_t extent, int32_t step, any_t *y)
{
    int32_t i = 0;
    for (int32_t outer = 0; outer < n0 * n1 * n2 * n3; outer++) {
        const int32_t block = outer / n3;
        const any_t *base =
            x + block / n2 / n1 * s0 + block / n2 % n1 * s1 + block % n2 * s2 + outer % n3 * s3;
        for (int32_t i4 = 0; i4 < n4; i4++) {
            for (int32_t i5 = 0; i5 < n5; i5++, i++) {
                y[i] =
                    base[i4 * s4 + i5 * s5 + mote_index_of(indices, index_bytes, i, extent) * step];
            }
        }
    }
}

#endif
