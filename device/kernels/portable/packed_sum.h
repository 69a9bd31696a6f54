/* SPDX-License-Identifier: Apache-2.0 */
/* A row of weights of 2, 3 or 4 bits times x.

   A word holds the weights + 2^(bits - 1) of n = 2 * (16 / bits) inputs, half of them from bit 0
   on, half from bit 16 on: product k of (word >> k * bits) with a pair of x gives two of them at
   once, x[i] times the higher, x[i + 2] times the lower, i = 0, 1, 4, 5, ... (3 bits: x[i] and x[i
   + 1], i = 0, 2, ...). A row begins with a word. */
#ifndef MOTE_PACKED_SUM_H
#define MOTE_PACKED_SUM_H

#include <stdint.h>

#include "mote/rom.h"

/* sum((w + 2^(bits - 1)) * x) of `columns` bytes x, for which the row has `words`. */
static inline uint32_t mote_packed_sum(const uint32_t *codes, int32_t bits, int32_t words,
                                       int32_t columns, const uint8_t *x)
{
    const uint32_t *const end = codes + words;
    const int32_t count = bits == 4 ? 4 : bits == 3 ? 5 : 8, step = bits == 3 ? 1 : 2;
    const uint32_t mask = (1u << bits) - 1;
    uint32_t sum = 0;
    for (int32_t first = 0; codes != end; first += 2 * count) {
        uint32_t word = MOTE_READ_U32(codes);
        codes++;
        for (int32_t k = 0; k < count; k++, word >>= bits) {
            const int32_t i = first + 2 * k - (bits == 3 ? 0 : k & 1);
            sum += i < columns ? (word >> 16 & mask) * x[i] : 0;
            sum += i + step < columns ? (word & mask) * x[i + step] : 0;
        }
    }
    return sum;
}

#endif
