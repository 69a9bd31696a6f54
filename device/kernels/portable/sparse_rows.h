/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_i w[o, i] * x[i] for weights stored without zeros, x bytes
   + 128. Each row of `codes`: how many entries, then these (see sparse_sums.h), the first one's
   distance from the beginning; behind 255 entries another run goes on. */
#ifndef MOTE_SPARSE_ROWS_H
#define MOTE_SPARSE_ROWS_H

#include <stdint.h>

#include "row_bytes.h"
#include "sparse_sums.h"

static void mote_sparse_rows(const uint8_t *codes, const uint8_t *x, const mote_row_data *data,
                             int32_t rows, int8_t *y)
{
    for (int32_t first = 0; first < rows; first += mote_rows_at_once) {
        int32_t sums[mote_rows_at_once];
        const int32_t rest = rows - first;
        const int32_t count = rest < mote_rows_at_once ? rest : mote_rows_at_once;
        codes = mote_sparse_sums(codes, x, count, sums);
        mote_row_bytes(data, first, count, sums, y + first);
    }
}

#endif
