/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_i w[o, i] * x[i] for weights stored without zeros, x bytes
   + 128. Each row of `codes`: how many entries, then these (see sparse_run.h), the first one's
   distance from the beginning; behind 255 entries another run goes on. */
#ifndef MOTE_SPARSE_ROWS_H
#define MOTE_SPARSE_ROWS_H

#include <stdint.h>

#include "mote/rom.h"
#include "row_data.h"
#include "sparse_run.h"

static void mote_sparse_rows(const uint8_t *codes, const uint8_t *x, const mote_row_data *data,
                             int32_t rows, int8_t *y)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x;
        int32_t sum = 0, count;
        do {
            count = MOTE_READ_U8(codes);
            codes = mote_sparse_run(codes + 1, count, &from, &sum);
        } while (count == 255);
        y[o] = mote_row_byte(data, o, sum);
    }
}

#endif
