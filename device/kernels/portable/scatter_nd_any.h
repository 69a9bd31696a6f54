/* SPDX-License-Identifier: Apache-2.0 */
/* y = x, of `total` elements, but for the slices of `slice` elements that the indices' tuples name:
   they are combined with the updates. A tuple has `entries` places,
   on axes of these extents whose neighbors are `steps` apart; each of the batches has `count`.
   x and y must not overlap. */
#ifndef MOTE_SCATTER_ND_ANY_H
#define MOTE_SCATTER_ND_ANY_H

#include <stdint.h>

#include "combine_any.h"
#include "index_of.h"
#include "mote/rom.h"

static void mote_scatter_nd_any(const any_t *x, int32_t total, const any_t *updates,
                                const void *indices, int32_t index_bytes, int32_t batches,
                                int32_t batch_length, int32_t count, int32_t entries,
                                const int32_t *extents, const int32_t *steps, int32_t slice,
                                int32_t how, any_t *y)
{
    int32_t next = 0;
    for (int32_t i = 0; i < total; i++) {
        y[i] = x[i];
    }
    for (int32_t tuple = 0; tuple < batches * count; tuple++) {
        int32_t at = tuple / count * batch_length;
        for (int32_t k = 0; k < entries; k++, next++) {
            const int32_t extent = MOTE_READ_S32(extents + k);
            at += mote_index_of(indices, index_bytes, next, extent) * MOTE_READ_S32(steps + k);
        }
        for (int32_t i = 0; i < slice; i++) {
            y[at + i] = mote_combine_any(y[at + i], *updates++, how);
        }
    }
}

#endif
