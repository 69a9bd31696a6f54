/* SPDX-License-Identifier: Apache-2.0 */
/* y = the slices of `slice` elements of x that the indices' tuples name. A tuple has `entries`
   places, on axes of these extents whose neighbors are `steps` apart; each of the batches has
   `count`. x and y must not overlap. */
#ifndef MOTE_GATHER_ND_ANY_H
#define MOTE_GATHER_ND_ANY_H

#include <stdint.h>

#include "index_of.h"
#include "mote/rom.h"

static void mote_gather_nd_any(const any_t *x, const void *indices, int32_t index_bytes,
                               int32_t batches, int32_t batch_length, int32_t count,
                               int32_t entries, const int32_t *extents, const int32_t *steps,
                               int32_t slice, any_t *y)
{
    int32_t next = 0;
    for (int32_t tuple = 0; tuple < batches * count; tuple++) {
        int32_t at = tuple / count * batch_length;
        for (int32_t k = 0; k < entries; k++, next++) {
            const int32_t extent = MOTE_READ_S32(extents + k);
            at += mote_index_of(indices, index_bytes, next, extent) * MOTE_READ_S32(steps + k);
        }
        for (int32_t i = 0; i < slice; i++) {
            *y++ = x[at + i];
        }
    }
}

#endif
