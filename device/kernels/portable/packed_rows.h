/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_i w[o, i] * x[i] for weights of few bits (see packed_sum.h), x
   bytes + 128 of the sum x_sum. Up to 16 bytes behind x may be read. */
#ifndef MOTE_PACKED_ROWS_H
#define MOTE_PACKED_ROWS_H

#include <stdint.h>

#include "packed_sums.h"
#include "row_bytes.h"

static void mote_packed_rows(const uint32_t *codes, int32_t bits, int32_t words, int32_t columns,
                             const uint8_t *x, uint32_t x_sum, const mote_row_data *data,
                             int32_t rows, int8_t *y)
{
    for (int32_t first = 0; first < rows; first += mote_rows_at_once) {
        int32_t sums[mote_rows_at_once];
        const int32_t rest = rows - first;
        const int32_t count = rest < mote_rows_at_once ? rest : mote_rows_at_once;
        codes = mote_packed_sums(codes, bits, words, columns, x, x_sum, count, sums);
        mote_row_bytes(data, first, count, sums, y + first);
    }
}

#endif
