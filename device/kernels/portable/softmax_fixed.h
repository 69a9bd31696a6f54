/* SPDX-License-Identifier: Apache-2.0 */
/* What integer softmaxes share: a row's largest element and the reciprocal of its sum of
   exponentials, as TFLite computes them. table[d] = exp of the largest element minus d, 31
   fractional bits. */
#ifndef MOTE_SOFTMAX_FIXED_H
#define MOTE_SOFTMAX_FIXED_H

#include <stdint.h>

#include "mote/rom.h"

typedef struct {
    int32_t largest;
    int32_t scale; /* 1 / sum = scale * 2^(-31 - bits) */
    int32_t bits;
} mote_softmax_row;

/* a * b * 2^-31; halves go up. */
static inline int32_t mote_high_product(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

/* 1 / (1 + a) with 31 fractional bits, a from 0 to 1: three steps of Newton's division. */
static int32_t mote_reciprocal_of_one_plus(int32_t a)
{
    const int32_t half = (int32_t)(((int64_t)a + INT32_MAX + 1) / 2);
    int32_t x = 1515870810 + mote_high_product(half, -1010580540);
    for (int32_t step = 0; step < 3; step++) {
        const int32_t missing = ((int32_t)1 << 29) - mote_high_product(half, x);
        x += mote_high_product(x, missing) * 4;
    }
    return x >= (int32_t)1 << 30 ? INT32_MAX : x * 2;
}

static mote_softmax_row mote_softmax_read_row(const int8_t *x, int32_t length, int32_t inner,
                                              const int32_t *table)
{
    mote_softmax_row row = {x[0], 0, 12};
    uint32_t sum = 0;
    for (int32_t i = 1; i < length; i++) {
        row.largest = x[i * inner] > row.largest ? x[i * inner] : row.largest;
    }
    for (int32_t i = 0; i < length; i++) {
        const int32_t term = MOTE_READ_S32(table + (row.largest - x[i * inner]));
        sum += ((uint32_t)term + ((uint32_t)1 << 11)) >> 12;
    }
    while (sum < (uint32_t)1 << 31) {
        sum <<= 1;
        row.bits--;
    }
    row.scale = mote_reciprocal_of_one_plus((int32_t)(sum - ((uint32_t)1 << 31)));
    return row;
}

/* term / sum of the row with `digits` binary digits, halves up. */
static inline int32_t mote_softmax_share(const mote_softmax_row *row, int32_t term, int32_t digits)
{
    const int32_t shift = row->bits + 31 - digits;
    const uint32_t product = (uint32_t)mote_high_product(row->scale, term);
    return shift > 31 ? 0 : (int32_t)((product + ((uint32_t)1 << (shift - 1))) >> shift);
}

#endif
