/* SPDX-License-Identifier: Apache-2.0 */
/* sum / count, halves away from zero. Of bytes by a product: a core without a divider calls a
   function for each division. */
#ifndef MOTE_MEAN_OF_H
#define MOTE_MEAN_OF_H

#include <stdint.h>

/* What sums of `count` bytes are multiplied by, or 0 where they have to be divided. With
   n = |sum| + count / 2 <= 129 * count the quotient is too large by at most n / 2^24 < 1 / count,
   which never reaches the next integer while 129 * count * count < 2^24. */
static inline uint32_t mote_share_of(int32_t count)
{
    return count < 256 ? ((uint32_t)1 << 24) / (uint32_t)count + 1 : 0;
}

static inline int32_t mote_mean_of(int32_t sum, int32_t count, uint32_t share)
{
    const int32_t size = (sum < 0 ? -sum : sum) + count / 2;
    const int32_t mean = share != 0 ? (int32_t)((uint32_t)size * share >> 24) : size / count;
    return sum < 0 ? -mean : mean;
}

#endif
