/* SPDX-License-Identifier: Apache-2.0 */
/* Eight rows of weights of 2, 3 or 4 bits times two positions of a convolution at once.

   x holds two positions as twin_copy.h says, u = w + 2^(bits - 1): sum(u * x) is a row's sum at the
   first position + 2^16 times that at the second.

   Words: 2 bits: u[j] of an input in bits 16 + 2 j, of the next in bits 2 j. 4 bits: in bits 4 j.
   3 bits: of an input in bits 8 + 3 j, for three inputs, whose bits 0 to 7 are those of a fourth
   input, u[j] in bits 3 j: first its lowest. */
#ifndef MOTE_TWIN_SUMS_H
#define MOTE_TWIN_SUMS_H

#include <stdint.h>

#include "mote/rom.h"

/* sums[j] += u[j] * x. */
static inline void mote_twin_add(uint32_t word, int32_t bits, uint32_t x, uint32_t sums[8])
{
    const uint32_t mask = ((uint32_t)1 << bits) - 1;
    for (int32_t j = 0; j < 8; j++, word >>= bits) {
        sums[j] += (word & mask) * x;
    }
}

/* sums[j] = sum_i(u[j][i] * x[i]) modulo 2^32 of the inputs in `words` words of codes. */
static inline void mote_twin_sums(const uint32_t *codes, int32_t bits, int32_t words,
                                  const uint32_t *x, uint32_t sums[8])
{
    const uint32_t *const end = codes + words;
    uint32_t rest = 0;
    int32_t held = 0;
    for (int32_t j = 0; j < 8; j++) {
        sums[j] = 0;
    }
    for (; codes != end; codes++) {
        const uint32_t word = MOTE_READ_U32(codes);
        mote_twin_add(bits == 4 ? word : word >> (bits == 2 ? 16 : 8), bits, *x++, sums);
        if (bits == 2) {
            mote_twin_add(word, bits, *x++, sums);
        } else if (bits == 3) {
            rest |= (word & 255u) << held;
            held += 8;
            if (held == 24) {
                mote_twin_add(rest, bits, *x++, sums);
                rest = 0;
                held = 0;
            }
        }
    }
}

#endif
