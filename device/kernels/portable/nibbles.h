/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of 4-bit weights times x, as output bytes: eight rows in a word, five products for eight.

   A word holds the weights + 8 of eight rows for one input, row 0 in the lowest 4 bits. Five sums
   over all inputs, modulo 2^32,
     a = sum(word * x), b = sum((word >> 16) * x), r = sum(byte_swapped(word) * x),
     u = sum((word >> 4 & 0xf000f) * x), v = sum((word >> 12 & 0xf000f) * x),
   hold the rows' sums s0 .. s7: a, b and r give t_i = s_2i + 16 s_(2i+1) as quads_walk.h says, and
   u = s1 + (s5 << 16), v = s3 + (s7 << 16) tell these apart: sums of 20 bits, t_i of 24. Every sum
   starts at its rows' biases minus 8 * sum(x), so that the + 8 is gone.

   Stream: for each block of eight rows the starts a b r u v, then a word for each input, an even
   number of them. The scales are those of quads.h. Writes 8 * blocks bytes; x may not overlap y. */
#ifndef MOTE_NIBBLES_H
#define MOTE_NIBBLES_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "quads_walk.h"

/* t = s_even + 16 s_odd, of which s_odd is known modulo 2^16. */
static inline void mote_nibbles_split(int32_t t, uint32_t odd, int32_t pair[2])
{
    pair[0] = (int32_t)(((uint32_t)t - (odd << 4)) << 12) >> 12;
    pair[1] = (t - pair[0]) >> 4;
}

static void mote_nibbles(const uint32_t *stream, const uint8_t *x, int8_t *y,
                         const mote_quads_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks; block++) {
        uint32_t sums[3], u, v;
        int32_t pairs[4], rows[8];
        mote_quads_start(stream, job, sums);
        u = MOTE_READ_U32(stream + 3) + job->offset_lanes;
        v = MOTE_READ_U32(stream + 4) + job->offset_lanes;
        stream += 5;
        for (int32_t i = 0; i < job->count; i++) {
            const uint32_t word = MOTE_READ_U32(stream);
            mote_quads_add(word, x[i], sums);
            u += (word >> 4 & 0x000f000fu) * x[i];
            v += (word >> 12 & 0x000f000fu) * x[i];
            stream++;
        }
        mote_quads_split(sums, pairs);
        mote_nibbles_split(pairs[0], u & 0xffffu, rows);
        mote_nibbles_split(pairs[2], (u - (uint32_t)rows[1]) >> 16, rows + 4);
        mote_nibbles_split(pairs[1], v & 0xffffu, rows + 2);
        mote_nibbles_split(pairs[3], (v - (uint32_t)rows[3]) >> 16, rows + 6);
        for (int32_t i = 0; i < 8; i++) {
            const uint32_t *scale = scales + 2 * (job->is_shared ? i & 3 : i);
            *y++ = mote_byte_scale(rows[i], MOTE_READ_U32(scale), MOTE_READ_U32(scale + 1),
                                   job->first_shift, job->second_shift);
        }
        scales += job->is_shared ? 0 : 16;
    }
}

#endif
