/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times one int16 vector: as halves.h with one position, whose pairs lie side
   by side in x. job->pairs: a multiple of four. */
#ifndef MOTE_HALVES_SINGLE_H
#define MOTE_HALVES_SINGLE_H

#include <stdint.h>

#include "mote/rom.h"
#include "halves.h"

/* Writes 4 * blocks bytes; x may not overlap y. */
static void mote_halves_single(const uint32_t *stream, const int16_t *x, int8_t *y,
                               const mote_halves_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks; block++, y += 4) {
        const uint32_t *const words = stream + 4;
        for (int32_t two = 0; two < 2; two++) {
            mote_halves_sums sums = {MOTE_READ_U32(stream + two), MOTE_READ_U32(stream + 2 + two)};
            for (int32_t i = 0; i < job->pairs; i++) {
                mote_halves_add(MOTE_READ_U32(words + 2 * i + two), x + 2 * i, &sums);
            }
            mote_halves_finish(&sums, scales, 2 * two, job->odd_zero, y);
        }
        stream = words + 2 * job->pairs;
        scales += job->scale_step / 4;
    }
}

#endif
