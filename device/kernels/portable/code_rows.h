/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_g x[g * size + code[o, g]], x bytes + 128: rows of weights
   that are 1 at one place of each `size` and 0 elsewhere. `codes`: the places, numbers of 1 to 6
   `bits` (see bit_fields.h); each row begins with a byte. */
#ifndef MOTE_CODE_ROWS_H
#define MOTE_CODE_ROWS_H

#include <stdint.h>

#include "bit_fields.h"
#include "eight_codes.h"
#include "row_bytes.h"

/* The sums of `rows` rows; returns where the codes end. */
static inline const uint8_t *mote_code_sums(const uint8_t *codes, int32_t bits, int32_t groups,
                                            int32_t size, const uint8_t *x, int32_t rows,
                                            int32_t *sums)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x, *const end = x + (groups & ~7) * size;
        int32_t sum = 0, at = 0;
        for (; from != end; from += 8 * size, codes += bits) {
            sum += mote_eight_codes(codes, bits, from, size);
        }
        for (int32_t g = groups & 7; g > 0; g--, at += bits, from += size) {
            sum += from[mote_bit_field(codes, bits, at)];
        }
        codes += (at + 7) >> 3;
        sums[o] = sum;
    }
    return codes;
}

static inline void mote_code_rows_of(const uint8_t *codes, int32_t bits, int32_t groups,
                                     int32_t size, const uint8_t *x, const mote_row_data *data,
                                     int32_t rows, int8_t *y)
{
    for (int32_t first = 0; first < rows; first += mote_rows_at_once) {
        int32_t sums[mote_rows_at_once];
        const int32_t rest = rows - first;
        const int32_t count = rest < mote_rows_at_once ? rest : mote_rows_at_once;
        codes = mote_code_sums(codes, bits, groups, size, x, count, sums);
        mote_row_bytes(data, first, count, sums, y + first);
    }
}

static void mote_code_rows(const uint8_t *codes, int32_t bits, int32_t groups, int32_t size,
                           const uint8_t *x, const mote_row_data *data, int32_t rows, int8_t *y)
{
    switch (bits) {
    case 2:
        mote_code_rows_of(codes, 2, groups, size, x, data, rows, y);
        break;
    case 3:
        mote_code_rows_of(codes, 3, groups, size, x, data, rows, y);
        break;
    case 4:
        mote_code_rows_of(codes, 4, groups, size, x, data, rows, y);
        break;
    case 5:
        mote_code_rows_of(codes, 5, groups, size, x, data, rows, y);
        break;
    default:
        mote_code_rows_of(codes, 6, groups, size, x, data, rows, y);
        break;
    }
}

#endif
