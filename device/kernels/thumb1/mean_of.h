/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/mean_of.h, without a division of bytes' sums, for which this core calls functions of
   744 bytes. */
#ifndef MOTE_MEAN_OF_H
#define MOTE_MEAN_OF_H

#include <stdint.h>

/* 2^24 / count or one less, bit by bit. */
static inline uint32_t mote_share_of(int32_t count, uint32_t bytes)
{
    uint32_t share = 0, rest = 1;
    for (int32_t bit = 0; bytes == 1 && bit < 24; bit++) {
        share <<= 1;
        rest <<= 1;
        if (rest >= (uint32_t)count) {
            rest -= (uint32_t)count;
            share++;
        }
    }
    return share;
}

/* With n <= 129 * count the product stays below 2^32; the quotient is never too large. */
static inline int32_t mote_mean_of(int32_t sum, int32_t count, uint32_t share, uint32_t bytes)
{
    const uint32_t size = (uint32_t)((sum < 0 ? -sum : sum) + (count >> 1));
    uint32_t mean;
    if (bytes == 1) {
        mean = size * share >> 24;
        for (uint32_t rest = size - mean * (uint32_t)count; rest >= (uint32_t)count; mean++) {
            rest -= (uint32_t)count;
        }
    } else {
        mean = size / (uint32_t)count;
    }
    return sum < 0 ? -(int32_t)mean : (int32_t)mean;
}

#endif
