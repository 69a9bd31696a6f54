/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times one vector, four rows in a word, three products for four.

   A quad is the word u0 | u1 << 8 | u2 << 16 | u3 << 24 of the weights + 128 of four rows for one
   input. Three sums over all inputs,
     a = sum(quad * x), b = sum((quad >> 16) * x), r = sum(byte_swapped(quad) * x), modulo 2^32,
   hold the rows' sums s0 .. s3 whenever these fit 24 bits: with q = b and p = a - (b << 16),
     p = s0 + (s1 << 8), q = s2 + (s3 << 8), r - (q << 8) - (p << 24) = s3 - (s3 << 16) + (s1 <<
   16). Every sum starts at its rows' biases minus 128 * sum(x), so that the + 128 is gone.

   Stream: for each block of eight rows the starts a b r a b r, then two quads for each input; then
   for a single quad a b r and a quad for each input. x: bytes, an even number of them. */
#ifndef MOTE_QUADS_WALK_H
#define MOTE_QUADS_WALK_H

#include <stdint.h>

#include "mote/rom.h"
#include "quads_job.h"

static inline uint32_t mote_quads_swapped(uint32_t quad)
{
    return quad << 24 | (quad & 0xff00u) << 8 | (quad >> 8 & 0xff00u) | quad >> 24;
}

static inline int32_t mote_quads_24(uint32_t value)
{
    return (int32_t)(value << 8) >> 8;
}

static inline void mote_quads_add(uint32_t quad, uint32_t x, uint32_t sums[3])
{
    sums[0] += quad * x;
    sums[1] += (quad >> 16) * x;
    sums[2] += mote_quads_swapped(quad) * x;
}

static inline void mote_quads_start(const uint32_t *starts, const mote_quads_job *job,
                                    uint32_t sums[3])
{
    sums[0] = MOTE_READ_U32(starts) + job->offset_4;
    sums[1] = MOTE_READ_U32(starts + 1) + job->offset_2;
    sums[2] = MOTE_READ_U32(starts + 2) + job->offset_4;
}

static inline void mote_quads_split(const uint32_t sums[3], int32_t rows[4])
{
    const uint32_t q = sums[1], p = sums[0] - (q << 16);
    const uint32_t k = sums[2] - (q << 8) - (p << 24);
    rows[2] = mote_quads_24(q - (k << 8));
    rows[3] = (int32_t)(q - (uint32_t)rows[2]) >> 8;
    const uint32_t m = k - (uint32_t)rows[3] + ((uint32_t)rows[3] << 16);
    rows[0] = mote_quads_24(p - (m >> 8));
    rows[1] = (int32_t)(p - (uint32_t)rows[0]) >> 8;
}

/* The sums of eight rows (is_block) or four; returns where the stream goes on. */
static inline const uint32_t *mote_quads_block(const uint32_t *stream, const uint8_t *x,
                                               int32_t is_block, const mote_quads_job *job,
                                               int32_t rows[8])
{
    uint32_t first[3], second[3];
    mote_quads_start(stream, job, first);
    stream += 3;
    if (is_block == 0) {
        for (int32_t i = 0; i < job->count; i++) {
            mote_quads_add(MOTE_READ_U32(stream), x[i], first);
            stream++;
        }
        mote_quads_split(first, rows);
        return stream;
    }
    mote_quads_start(stream, job, second);
    stream += 3;
    for (int32_t i = 0; i < job->count; i++, stream += 2) {
        mote_quads_add(MOTE_READ_U32(stream), x[i], first);
        mote_quads_add(MOTE_READ_U32(stream + 1), x[i], second);
    }
    mote_quads_split(first, rows);
    mote_quads_split(second, rows + 4);
    return stream;
}

#endif
