/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over quads whose number of rows is any. */
#ifndef MOTE_QUADS_ROWS_H
#define MOTE_QUADS_ROWS_H

#include <stdint.h>

#include "byte_scale.h"
#include "bytes_fill.h"
#include "quads.h"
#include "quads_copy.h"

/* y[o] of `rows` rows; `sum` of the vector x. */
static void mote_quads_rows(const uint32_t *stream, const uint8_t *x, uint32_t sum, int32_t rows,
                            mote_quads_job *job, int8_t *y)
{
    const int32_t rest = rows & 7;
    mote_quads_offset(sum, job);
    job->blocks = rows >> 3;
    job->quads = rest == 4;
    if (rows >= 4) {
        mote_quads(stream, x, y, job);
    }
    if (rest != 0 && rest != 4) {
        int8_t last[8];
        mote_quads_job one = *job;
        stream += job->blocks * (6 + 2 * job->count);
        one.scales += job->is_shared ? 0 : 16 * job->blocks;
        one.blocks = rest > 4;
        one.quads = rest < 4;
        mote_quads(stream, x, last, &one);
        mote_bytes_move(last, rest, y + rows - rest);
    }
}

#endif
