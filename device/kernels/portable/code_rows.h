/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_g x[g * size + code[o, g]], x bytes + 128: rows of weights
   that are 1 at one place of each `size` and 0 elsewhere. `codes`: the places, see code_sums.h. */
#ifndef MOTE_CODE_ROWS_H
#define MOTE_CODE_ROWS_H

#include <stdint.h>

#include "code_sums.h"
#include "row_bytes.h"

static void mote_code_rows(const uint8_t *codes, int32_t bits, int32_t groups, int32_t size,
                           const uint8_t *x, const mote_row_data *data, int32_t rows, int8_t *y)
{
    for (int32_t first = 0; first < rows; first += mote_rows_at_once) {
        int32_t sums[mote_rows_at_once];
        const int32_t rest = rows - first;
        const int32_t count = rest < mote_rows_at_once ? rest : mote_rows_at_once;
        codes = mote_code_sums(codes, bits, groups, size, x, count, sums);
        mote_row_bytes(data, first, count, sums, y + first);
    }
}

#endif
