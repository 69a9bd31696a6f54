/* SPDX-License-Identifier: Apache-2.0 */
/* Four rows of weights without zeros that have these in the same places: a quad (see quads_walk.h)
   for each place, and a byte for the distance from the one before. */
#ifndef MOTE_BLOCK_WALK_H
#define MOTE_BLOCK_WALK_H

#include <stdint.h>

#include "mote/rom.h"
#include "quads_walk.h"

/* What is left of the quads and of the distances, and the sums over the last four rows: the first
   three as in quads_walk.h, then that of x. */
typedef struct {
    const uint32_t *quads;
    const uint8_t *codes;
    uint32_t sums[4];
} mote_blocks;

/* The next four rows. `codes`: how many places, then the distances; behind 255 of them another run
   goes on. */
static inline void mote_block_walk(mote_blocks *blocks, const uint8_t *x)
{
    uint32_t sums[4] = {0, 0, 0, 0};
    int32_t count;
    do {
        count = MOTE_READ_U8(blocks->codes);
        blocks->codes++;
        for (int32_t i = 0; i < count; i++) {
            x += MOTE_READ_U8(blocks->codes);
            mote_quads_add(MOTE_READ_U32(blocks->quads), *x, sums);
            sums[3] += *x;
            blocks->codes++;
            blocks->quads++;
        }
    } while (count == 255);
    blocks->sums[0] = sums[0];
    blocks->sums[1] = sums[1];
    blocks->sums[2] = sums[2];
    blocks->sums[3] = sums[3];
}

#endif
