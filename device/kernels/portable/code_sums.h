/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that add up one x of each `size`, by numbers of 2 to 6 `bits` (see bit_fields.h); each row
   begins with a byte. */
#ifndef MOTE_CODE_SUMS_H
#define MOTE_CODE_SUMS_H

#include <stdint.h>

#include "bit_fields.h"

static inline int32_t mote_four_codes(uint32_t word, int32_t bits, const uint8_t *x, int32_t size)
{
    const uint32_t mask = ((uint32_t)1 << bits) - 1;
    int32_t sum = x[word & mask];
    x += size;
    sum += x[word >> bits & mask];
    x += size;
    sum += x[word >> 2 * bits & mask];
    x += size;
    return sum + x[word >> 3 * bits & mask];
}

static inline const uint8_t *mote_code_sums_of(const uint8_t *codes, int32_t bits, int32_t groups,
                                               int32_t size, const uint8_t *x, int32_t rows,
                                               int32_t *sums)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x, *const end = x + (groups & ~7) * size;
        int32_t sum = 0, at = 0;
        for (; from != end; from += 8 * size, codes += bits) {
            sum += mote_four_codes(mote_four_fields(codes, bits, 0), bits, from, size);
            sum += mote_four_codes(mote_four_fields(codes, bits, 1), bits, from + 4 * size, size);
        }
        for (int32_t g = groups & 7; g > 0; g--, at += bits, from += size) {
            sum += from[mote_bit_field(codes, bits, at)];
        }
        codes += (at + 7) >> 3;
        sums[o] = sum;
    }
    return codes;
}

/* The sums of `rows` rows; returns where the codes end. */
static const uint8_t *mote_code_sums(const uint8_t *codes, int32_t bits, int32_t groups,
                                     int32_t size, const uint8_t *x, int32_t rows, int32_t *sums)
{
    switch (bits) {
    case 2:
        return mote_code_sums_of(codes, 2, groups, size, x, rows, sums);
    case 3:
        return mote_code_sums_of(codes, 3, groups, size, x, rows, sums);
    case 4:
        return mote_code_sums_of(codes, 4, groups, size, x, rows, sums);
    case 5:
        return mote_code_sums_of(codes, 5, groups, size, x, rows, sums);
    default:
        return mote_code_sums_of(codes, 6, groups, size, x, rows, sums);
    }
}

#endif
