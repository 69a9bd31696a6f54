/* SPDX-License-Identifier: Apache-2.0 */
/* y = for each of `outer` blocks of `extent` slices of `inner` elements, the `count` slices that
   the indices name. x and y must not overlap. */
#ifndef MOTE_GATHER_ANY_H
#define MOTE_GATHER_ANY_H

#include <stdint.h>

#include "index_of.h"

static void mote_gather_any(const any_t *x, int32_t outer, int32_t extent, int32_t inner,
                            const void *indices, int32_t index_bytes, int32_t count, any_t *y)
{
    for (int32_t block = 0; block < outer; block++, x += extent * inner) {
        for (int32_t i = 0; i < count; i++) {
            const any_t *from = x + mote_index_of(indices, index_bytes, i, extent) * inner;
            for (int32_t j = 0; j < inner; j++) {
                *y++ = from[j];
            }
        }
    }
}

#endif
