/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of places: by the distance from the one before. */
#ifndef MOTE_SPARSE_SIGNS_SUMS_H
#define MOTE_SPARSE_SIGNS_SUMS_H

#include <stdint.h>

#include "mote/rom.h"

/* The sum of `count` elements of x, by distances of 8 bits; *at is which one was the last. */
static inline int32_t mote_signs_bytes(const uint8_t *codes, int32_t count, const uint8_t *x,
                                       int32_t *at)
{
    const uint8_t *const end = codes + count;
    int32_t sum = 0, i = *at;
    for (; codes != end; codes++) {
        i += MOTE_READ_U8(codes);
        sum += x[i];
    }
    *at = i;
    return sum;
}

/* By distances of 4 bits, two in each of `count` bytes, the high half first. 0: goes on by 15,
   nothing is added. */
static inline int32_t mote_signs_halves(const uint8_t *codes, int32_t count, const uint8_t *x,
                                        int32_t *at)
{
    const uint8_t *const end = codes + count;
    int32_t sum = 0, i = *at;
    for (; codes != end; codes++) {
        const int32_t code = MOTE_READ_U8(codes), first = code >> 4, second = code & 15;
        i += first == 0 ? 15 : first;
        sum += first == 0 ? 0 : x[i];
        i += second == 0 ? 15 : second;
        sum += second == 0 ? 0 : x[i];
    }
    *at = i;
    return sum;
}

/* The sum over one list, at *codes; moves these on. */
static inline int32_t mote_signs_list(const uint8_t **codes, int32_t bits, const uint8_t *x)
{
    int32_t sum = 0, at = -1, count;
    do {
        const uint8_t *const from = *codes + 1;
        count = MOTE_READ_U8(*codes);
        sum += bits == 4 ? mote_signs_halves(from, count, x, &at)
                         : mote_signs_bytes(from, count, x, &at);
        *codes = from + count;
    } while (count == 255);
    return sum;
}

/* For each of `rows` rows, the sum over one list minus that over another; returns where the codes
   end. */
static inline const uint8_t *mote_signs_sums(const uint8_t *codes, int32_t bits, const uint8_t *x,
                                             int32_t rows, int32_t *sums)
{
    for (int32_t o = 0; o < rows; o++) {
        const int32_t plus = mote_signs_list(&codes, bits, x);
        sums[o] = plus - mote_signs_list(&codes, bits, x);
    }
    return codes;
}

#endif
