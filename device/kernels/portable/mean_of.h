/* SPDX-License-Identifier: Apache-2.0 */
/* sum / count, halves away from zero, of elements of so many bytes. */
#ifndef MOTE_MEAN_OF_H
#define MOTE_MEAN_OF_H

#include <stdint.h>

/* What cores that cannot divide multiply by. */
static inline uint32_t mote_share_of(int32_t count, uint32_t bytes)
{
    (void)count;
    (void)bytes;
    return 0;
}

static inline int32_t mote_mean_of(int32_t sum, int32_t count, uint32_t share, uint32_t bytes)
{
    (void)share;
    (void)bytes;
    return (sum < 0 ? sum - count / 2 : sum + count / 2) / count;
}

#endif
