/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of 4-bit weights times one vector: blocks of eight (see nibbles.h), and `rest` rows behind
   them (see packed_rows.h). */
#ifndef MOTE_NIBBLES_ROWS_H
#define MOTE_NIBBLES_ROWS_H

#include <stdint.h>

#include "nibbles.h"
#include "packed_rows.h"

/* y[o] of all rows; `sum` of the vector x. */
static inline void mote_nibbles_rows(const uint32_t *stream, const uint32_t *codes,
                                     const uint8_t *x, uint32_t sum, mote_quads_job *job,
                                     const mote_row_data *data, int32_t columns, int32_t rest,
                                     int8_t *y)
{
    job->offset_4 = sum * 0x77777778u;
    job->offset_2 = sum * 0xffff7778u;
    job->offset_lanes = sum * 0xfff7fff8u;
    mote_nibbles(stream, x, y, job);
    if (rest != 0) {
        mote_packed_rows(codes, 4, (columns + 7) >> 3, columns, x, sum, data, rest,
                         y + 8 * job->blocks);
    }
}

#endif
