/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + unit * (sum of some x - sum of others), x bytes + 128. Each row of
   `codes`: for the ones that are added, then for those taken away, how many bytes, then the bytes,
   distances of `bits` (4 or 8) from the one before, the first one's from before the beginning (see
   sparse_signs_sums.h); behind 255 bytes another run goes on. */
#ifndef MOTE_SPARSE_SIGNS_ROWS_H
#define MOTE_SPARSE_SIGNS_ROWS_H

#include <stdint.h>

#include "row_bytes.h"
#include "sparse_signs_sums.h"

static void mote_sparse_signs_rows(const uint8_t *codes, int32_t bits, int32_t unit,
                                   const uint8_t *x, const mote_row_data *data, int32_t rows,
                                   int8_t *y)
{
    for (int32_t first = 0; first < rows; first += mote_rows_at_once) {
        int32_t sums[mote_rows_at_once];
        const int32_t rest = rows - first;
        const int32_t count = rest < mote_rows_at_once ? rest : mote_rows_at_once;
        codes = mote_signs_sums(codes, bits, x, count, sums);
        for (int32_t o = 0; o < count && unit != 1; o++) {
            sums[o] *= unit;
        }
        mote_row_bytes(data, first, count, sums, y + first);
    }
}

#endif
