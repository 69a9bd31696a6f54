/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of weights in quads (see quads_walk.h) times x: their sums. Writes 8 * blocks + 4 * quads of
   them. */
#ifndef MOTE_QUADS_SUMS_H
#define MOTE_QUADS_SUMS_H

#include <stdint.h>

#include "quads_walk.h"

static void mote_quads_sums(const uint32_t *stream, const uint8_t *x, int32_t *sums,
                            const mote_quads_job *job)
{
    for (int32_t block = 0; block < job->blocks + job->quads; block++) {
        const int32_t is_block = block < job->blocks;
        stream = mote_quads_block(stream, x, is_block, job, sums);
        sums += is_block ? 8 : 4;
    }
}

#endif
