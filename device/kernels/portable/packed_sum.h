/* SPDX-License-Identifier: Apache-2.0 */
/* A row of weights of 2, 3 or 4 bits times x.

   A word holds the weights + 2^(bits - 1) of 2 * (16 / bits) inputs, half of them from bit 0 on,
   half from bit 16 on: a product of (word >> k * bits) with a pair of x gives two of them at once,
   x[i] times the higher, x[i + 2] times the lower, i = 0, 1, 4, 5, ... through all words of a row.
   Where that would leave out an input (3 bits, an odd number of words) the last pair is x[i] and
   x[i + 1]. A row begins with a word. */
#ifndef MOTE_PACKED_SUM_H
#define MOTE_PACKED_SUM_H

#include <stdint.h>

#include "mote/rom.h"

/* sum((w + 2^(bits - 1)) * x) of `columns` bytes x, for which the row has `words`. */
static inline uint32_t mote_packed_sum(const uint32_t *codes, int32_t bits, int32_t words,
                                       int32_t columns, const uint8_t *x)
{
    const int32_t count = 16 / bits, pairs = words * count;
    const uint32_t mask = ((uint32_t)1 << bits) - 1;
    uint32_t word = 0, sum = 0;
    for (int32_t pair = 0; pair < pairs; pair++, word >>= bits) {
        const int32_t i = 2 * pair - (pair & 1);
        const int32_t other = i + (pair + 1 == pairs && (pair & 1) == 0 ? 1 : 2);
        if (pair % count == 0) {
            word = MOTE_READ_U32(codes);
            codes++;
        }
        sum += i < columns ? (word >> 16 & mask) * x[i] : 0;
        sum += other < columns ? (word & mask) * x[other] : 0;
    }
    return sum;
}

#endif
