/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors for quads. */
#ifndef MOTE_QUADS_COPY_H
#define MOTE_QUADS_COPY_H

#include <stdint.h>

#include "quads_job.h"

/* to[i] = x[i] + 128; the sum of them. The two may be the same array. */
static uint32_t mote_quads_copy(const int8_t *x, int32_t count, uint8_t *to)
{
    uint32_t sum = 0;
    int32_t i = 0;
    if ((((uintptr_t)x | (uintptr_t)to) & 3u) == 0) {
        const uint32_t *from = (const uint32_t *)(const void *)x;
        uint32_t *words = (uint32_t *)(void *)to;
        for (; i + 4 <= count; i += 4) {
            const uint32_t word = *from++ ^ 0x80808080u;
            *words++ = word;
            const uint32_t pairs = (word & 0x00ff00ffu) + (word >> 8 & 0x00ff00ffu);
            sum += (pairs & 0xffffu) + (pairs >> 16);
        }
    }
    for (; i < count; i++) {
        to[i] = (uint8_t)(x[i] + 128);
        sum += to[i];
    }
    return sum;
}

/* What the starts of sums lack: -128 * sum(x) for every row. */
static inline void mote_quads_offset(uint32_t sum, mote_quads_job *job)
{
    job->offset_4 = sum * 0x7f7f7f80u;
    job->offset_2 = sum * 0xffff7f80u;
}

#endif
