/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_g x[g * size + code[o, g]], x bytes + 128: rows of weights
   that are 1 at one place of each `size` and 0 elsewhere. `codes`: the places, numbers of 1 to 6
   `bits` (see bit_fields.h); each row begins with a byte. */
#ifndef MOTE_CODE_ROWS_H
#define MOTE_CODE_ROWS_H

#include <stdint.h>

#include "bit_fields.h"
#include "row_data.h"

static inline int32_t mote_four_codes(uint32_t word, int32_t bits, const uint8_t *x, int32_t size)
{
    const uint32_t mask = (1u << bits) - 1;
    int32_t sum = x[word & mask];
    x += size;
    sum += x[word >> bits & mask];
    x += size;
    sum += x[word >> 2 * bits & mask];
    x += size;
    return sum + x[word >> 3 * bits & mask];
}

static inline void mote_code_rows_of(const uint8_t *codes, int32_t bits, int32_t groups,
                                     int32_t size, const uint8_t *x, const mote_row_data *data,
                                     int32_t rows, int8_t *y)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x, *const end = x + (groups & ~7) * size;
        int32_t sum = 0, at = 0;
        for (; from != end; from += 8 * size) {
            sum += mote_four_codes(mote_four_fields(codes, bits, 0), bits, from, size);
            sum += mote_four_codes(mote_four_fields(codes, bits, 1), bits, from + 4 * size, size);
            codes += bits;
        }
        for (int32_t g = groups & 7; g > 0; g--, at += bits, from += size) {
            sum += from[mote_bit_field(codes, bits, at)];
        }
        codes += (at + 7) >> 3;
        y[o] = mote_row_byte(data, o, sum);
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
