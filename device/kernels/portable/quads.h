/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times one vector, four rows in a word, three products for four.

   A quad is the word u0 | u1 << 8 | u2 << 16 | u3 << 24 of the weights + 128 of four rows for one
   input. Three sums over all inputs,
     a = sum(quad * x), b = sum((quad >> 16) * x), r = sum(byte_swapped(quad) * x), modulo 2^32,
   hold the rows' sums s0 .. s3 whenever these fit 24 bits: with q = b and p = a - (b << 16),
     p = s0 + (s1 << 8), q = s2 + (s3 << 8), r - (q << 8) - (p << 24) = s3 - (s3 << 16) + (s1 << 16).
   Every sum starts at its rows' biases minus 128 * sum(x), so that the + 128 is gone.

   Stream: for each block of eight rows the starts a b r a b r, then two quads for each input; then
   for a single quad a b r and a quad for each input. x: bytes, each what is to be multiplied. A row's sum becomes an output byte
   by its two words of job->scales, see byte_scale.h. */
#ifndef MOTE_QUADS_H
#define MOTE_QUADS_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "quads_job.h"

static inline uint32_t mote_quads_swapped(uint32_t quad)
{
    return quad << 24 | (quad & 0xff00u) << 8 | (quad >> 8 & 0xff00u) | quad >> 24;
}

static inline int32_t mote_quads_24(uint32_t value)
{
    return (int32_t)(value << 8) >> 8;
}

static inline int8_t mote_quads_row(int32_t sum, const uint32_t *scale, const mote_quads_job *job)
{
    return mote_byte_scale(sum, MOTE_READ_U32(scale), MOTE_READ_U32(scale + 1), job->first_shift,
                           job->second_shift);
}

static inline void mote_quads_finish(const uint32_t sums[3], const uint32_t **scales, int8_t *y,
                                     const mote_quads_job *job)
{
    const uint32_t q = sums[1], p = sums[0] - (q << 16);
    const uint32_t k = sums[2] - (q << 8) - (p << 24);
    const int32_t s2 = mote_quads_24(q - (k << 8));
    const int32_t s3 = (int32_t)(q - (uint32_t)s2) >> 8;
    const uint32_t m = k - (uint32_t)s3 + ((uint32_t)s3 << 16);
    const int32_t s0 = mote_quads_24(p - (m >> 8));
    const int32_t s1 = (int32_t)(p - (uint32_t)s0) >> 8;
    y[0] = mote_quads_row(s0, *scales, job);
    y[1] = mote_quads_row(s1, *scales + 2, job);
    y[2] = mote_quads_row(s2, *scales + 4, job);
    y[3] = mote_quads_row(s3, *scales + 6, job);
    *scales += job->is_shared ? 0 : 8;
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

/* Writes 8 * blocks + 4 * quads bytes; x may not overlap y. */
static void mote_quads(const uint32_t *stream, const uint8_t *x, int8_t *y,
                       const mote_quads_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks + job->quads; block++) {
        const int32_t is_pair = block < job->blocks;
        uint32_t first[3], second[3] = {0, 0, 0};
        mote_quads_start(stream, job, first);
        stream += 3;
        if (is_pair) {
            mote_quads_start(stream, job, second);
            stream += 3;
        }
        if (is_pair) {
            for (int32_t i = 0; i < job->count; i++, stream += 2) {
                mote_quads_add(MOTE_READ_U32(stream), x[i], first);
                mote_quads_add(MOTE_READ_U32(stream + 1), x[i], second);
            }
        } else {
            for (int32_t i = 0; i < job->count; i++, stream++) {
                mote_quads_add(MOTE_READ_U32(stream), x[i], first);
            }
        }
        mote_quads_finish(first, &scales, y, job);
        y += 4;
        if (is_pair) {
            mote_quads_finish(second, &scales, y, job);
            y += 4;
        }
    }
}

#endif
