/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] and y[o + next] = the bytes of starts[o] + sum_i w[o, i] * x[i] at two positions; see
   twin_sums.h. */
#ifndef MOTE_TWIN_ROWS_H
#define MOTE_TWIN_ROWS_H

#include <stdint.h>

#include "twin_bytes.h"
#include "twin_sums.h"

/* `sum` of x. next: 0 for the first position alone. */
static inline void mote_twin_rows(const uint32_t *codes, int32_t bits, int32_t words,
                                  const uint32_t *x, uint32_t sum, const mote_row_data *data,
                                  int32_t rows, int32_t next, int8_t *y)
{
    for (int32_t row = 0; row < rows; row += 8, codes += words) {
        uint32_t sums[8];
        const int32_t rest = rows - row;
        mote_twin_sums(codes, bits, words, x, sums);
        mote_twin_bytes(data, row, rest < 8 ? rest : 8, sums, sum << (bits - 1), next, y + row);
    }
}

#endif
