/* SPDX-License-Identifier: Apache-2.0 */
/* y = x, of `total` elements, but for those that n0 x .. x n5 indices name: they are combined with
   the updates. Neighbors along axis i are s_i apart, those along the indices' axis `step`. x and y
   must not overlap. */
#ifndef MOTE_SCATTER_ELEMENTS_ANY_H
#define MOTE_SCATTER_ELEMENTS_ANY_H

#include <stdint.h>

#include "combine_any.h"
#include "index_of.h"

static void mote_scatter_elements_any(const any_t *x, int32_t total, const any_t *updates,
                                      const void *indices, int32_t index_bytes, int32_t n0,
                                      int32_t n1, int32_t n2, int32_t n3, int32_t n4, int32_t n5,
                                      int32_t s0, int32_t s1, int32_t s2, int32_t s3, int32_t s4,
                                      int32_t s5, int32_t extent, int32_t step, int32_t how,
                                      any_t *y)
{
    int32_t i = 0;
    for (int32_t j = 0; j < total; j++) {
        y[j] = x[j];
    }
    for (int32_t outer = 0; outer < n0 * n1 * n2 * n3; outer++) {
        const int32_t block = outer / n3;
        any_t *base =
            y + block / n2 / n1 * s0 + block / n2 % n1 * s1 + block % n2 * s2 + outer % n3 * s3;
        for (int32_t i4 = 0; i4 < n4; i4++) {
            for (int32_t i5 = 0; i5 < n5; i5++, i++) {
                any_t *at = base + i4 * s4 + i5 * s5 +
                            mote_index_of(indices, index_bytes, i, extent) * step;
                *at = mote_combine_any(*at, updates[i], how);
            }
        }
    }
}

#endif
