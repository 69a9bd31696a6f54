/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times one int8 vector: as halves.h with one position, whose halves are made
   of four bytes (0, 2), (1, 3) at a time. job->pairs: a multiple of two. */
#ifndef MOTE_HALVES_VECTOR_H
#define MOTE_HALVES_VECTOR_H

#include <stdint.h>

#include "mote/rom.h"
#include "halves.h"

/* Writes 4 * blocks bytes; x may not overlap y. */
static void mote_halves_vector(const uint32_t *stream, const int8_t *x, int8_t *y,
                               const mote_halves_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks; block++, y += 4) {
        const uint32_t *const words = stream + 4;
        for (int32_t two = 0; two < 2; two++) {
            mote_halves_sums sums = {MOTE_READ_U32(stream + two), MOTE_READ_U32(stream + 2 + two)};
            for (int32_t i = 0; i < job->pairs; i++) {
                const int8_t *const from = x + i / 2 * 4 + i % 2;
                const int16_t pair[2] = {from[0], from[2]};
                mote_halves_add(MOTE_READ_U32(words + 2 * i + two), pair, &sums);
            }
            mote_halves_finish(&sums, scales, 2 * two, job->odd_zero, y);
        }
        stream = words + 2 * job->pairs;
        scales += job->scale_step / 4;
    }
}

#endif
