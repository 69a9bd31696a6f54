/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_i w[o, i] * x[i] for weights without zeros in blocks of four
   rows (see block_walk.h), x bytes + 128. */
#ifndef MOTE_BLOCK_ROWS_H
#define MOTE_BLOCK_ROWS_H

#include <stdint.h>

#include "block_walk.h"
#include "quads_walk.h"
#include "row_bytes.h"

static void mote_block_rows(const uint8_t *codes, const uint32_t *quads, const uint8_t *x,
                            const mote_row_data *data, int32_t rows, int8_t *y)
{
    mote_blocks blocks = {quads, codes, {0, 0, 0, 0}};
    for (int32_t first = 0; first < rows; first += 4) {
        int32_t sums[4];
        mote_block_walk(&blocks, x);
        /* Weights are stored + 128. */
        blocks.sums[0] += blocks.sums[3] * 0x7f7f7f80u;
        blocks.sums[1] += blocks.sums[3] * 0xffff7f80u;
        blocks.sums[2] += blocks.sums[3] * 0x7f7f7f80u;
        mote_quads_split(blocks.sums, sums);
        mote_row_bytes(data, first, rows - first < 4 ? rows - first : 4, sums, y + first);
    }
}

#endif
