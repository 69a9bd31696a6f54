/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors for quads, and walks whose number of rows is any. */
#ifndef MOTE_QUADS_ROWS_H
#define MOTE_QUADS_ROWS_H

#include <stdint.h>

#include "byte_scale.h"
#include "quads.h"

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

/* y[o] of `rows` rows; `sum` of the vector x. */
static void mote_quads_rows(const uint32_t *stream, const uint8_t *x, uint32_t sum, int32_t rows,
                            mote_quads_job *job, int8_t *y)
{
    const int32_t rest = rows & 7;
    job->offset_4 = sum * 0x7f7f7f80u;
    job->offset_2 = sum * 0xffff7f80u;
    job->blocks = rows >> 3;
    job->quads = rest == 4;
    mote_quads(stream, x, y, job);
    if (rest != 0 && rest != 4) {
        int8_t last[8];
        mote_quads_job one = *job;
        stream += job->blocks * (6 + 2 * job->count);
        one.scales += job->is_shared ? 0 : 16 * job->blocks;
        one.blocks = rest > 4;
        one.quads = rest < 4;
        mote_quads(stream, x, last, &one);
        for (int32_t o = 0; o < rest; o++) {
            y[rows - rest + o] = last[o];
        }
    }
}

#endif
