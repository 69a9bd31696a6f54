/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of weights in quads (see quads_walk.h) times x, as output bytes: the sum of each row by its
   two words of job->scales (see byte_scale.h). Writes 8 * blocks + 4 * quads bytes; x may not
   overlap y. */
#ifndef MOTE_QUADS_H
#define MOTE_QUADS_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "quads_walk.h"

static void mote_quads(const uint32_t *stream, const uint8_t *x, int8_t *y,
                       const mote_quads_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks + job->quads; block++) {
        int32_t rows[8];
        const int32_t is_block = block < job->blocks, count = is_block ? 8 : 4;
        stream = mote_quads_block(stream, x, is_block, job, rows);
        for (int32_t i = 0; i < count; i++) {
            const uint32_t *scale = scales + 2 * (job->is_shared ? i & 3 : i);
            *y++ = mote_byte_scale(rows[i], MOTE_READ_U32(scale), MOTE_READ_U32(scale + 1),
                                   job->first_shift, job->second_shift);
        }
        scales += job->is_shared ? 0 : 16;
    }
}

#endif
