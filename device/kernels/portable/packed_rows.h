/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_i w[o, i] * x[i] for weights of few bits (see packed_sum.h), x
   bytes + 128 of the sum x_sum. Up to 16 bytes behind x may be read. */
#ifndef MOTE_PACKED_ROWS_H
#define MOTE_PACKED_ROWS_H

#include <stdint.h>

#include "packed_sum.h"
#include "row_data.h"

static void mote_packed_rows(const uint32_t *codes, int32_t bits, int32_t columns, const uint8_t *x,
                             uint32_t x_sum, const mote_row_data *data, int32_t rows, int8_t *y)
{
    const int32_t in_word = 2 * (16 / bits), words = (columns + in_word - 1) / in_word;
    const uint32_t less = x_sum << (bits - 1);
    for (int32_t o = 0; o < rows; o++, codes += words) {
        y[o] = mote_row_byte(data, o, (int32_t)(mote_packed_sum(codes, bits, columns, x) - less));
    }
}

#endif
