/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + unit * (sum of some x - sum of others), x bytes + 128. Each row of
   `codes`: for the ones that are added, then for those taken away, how many bytes, then the bytes,
   distances of `bits` (4 or 8) from the one before, the first one's from before the beginning (see
   sparse_signs_run.h); behind 255 bytes another run goes on. */
#ifndef MOTE_SPARSE_SIGNS_ROWS_H
#define MOTE_SPARSE_SIGNS_ROWS_H

#include <stdint.h>

#include "mote/rom.h"
#include "row_data.h"
#include "sparse_signs_run.h"

static void mote_sparse_signs_rows(const uint8_t *codes, int32_t bits, int32_t unit,
                                   const uint8_t *x, const mote_row_data *data, int32_t rows,
                                   int8_t *y)
{
    for (int32_t o = 0; o < rows; o++) {
        int32_t sum = 0;
        for (int32_t list = 0; list < 2; list++) {
            int32_t at = -1, count;
            do {
                count = MOTE_READ_U8(codes);
                codes++;
                sum += bits == 4 ? mote_signs_halves(codes, count, x, &at)
                                 : mote_signs_bytes(codes, count, x, &at);
                codes += count;
            } while (count == 255);
            sum = list == 0 ? -sum : sum;
        }
        y[o] = mote_row_byte(data, o, -unit * sum);
    }
}

#endif
