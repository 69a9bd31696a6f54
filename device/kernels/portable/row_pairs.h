/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of weights of 2, 3 or 4 bits times one vector: a word holds the weights of one input for as
   many pairs of rows as it has room for, p = 4, 5 or 8 pairs, one product gives both of a pair.

   u = w + 2^(bits - 1) of the first row of pair k in bits bits * k, of its second row 16 further:
   for pair p - 1 k is 0, for the others 1 to p - 1. A block is p words of starts, then a word for
   each input. With L[k] the sum over the inputs of (word >> bits * k & mask) * x, of which the mask
   leaves a code in each half, and T that of word * x,
     T = L[0] + sum_k 2^(bits * k) L[k], modulo 2^32,
   so pair p - 1 needs no mask. Sums begin at starts, T at the same sum of these. */
#ifndef MOTE_ROW_PAIRS_H
#define MOTE_ROW_PAIRS_H

#include <stdint.h>

#include "mote/rom.h"

/* One block: sums[k] = a row's sum + 2^16 * the next row's. */
static inline const uint32_t *mote_row_pairs_block(const uint32_t *stream, int32_t bits,
                                                   const uint8_t *x, int32_t columns,
                                                   uint32_t *sums)
{
    const uint32_t mask = 0x10001u * (((uint32_t)1 << bits) - 1);
    const int32_t last = 16 / bits - 1;
    for (int32_t k = 0; k <= last; k++) {
        sums[k] = MOTE_READ_U32(stream);
        stream++;
    }
    for (int32_t i = 0; i < columns; i++, stream++) {
        const uint32_t word = MOTE_READ_U32(stream);
        for (int32_t k = 0; k < last; k++) {
            sums[k] += (word >> bits * (k + 1) & mask) * x[i];
        }
        sums[last] += word * x[i];
    }
    for (int32_t k = 0; k < last; k++) {
        sums[last] -= sums[k] << bits * (k + 1);
    }
    return stream;
}

/* Blocks up to `end`, or beyond it. Returns where the stream ends. */
static inline const uint32_t *mote_row_pairs(const uint32_t *stream, int32_t bits, const uint8_t *x,
                                             int32_t columns, uint32_t *sums, const uint32_t *end)
{
    for (; sums < end; sums += 16 / bits) {
        stream = mote_row_pairs_block(stream, bits, x, columns, sums);
    }
    return stream;
}

#endif
