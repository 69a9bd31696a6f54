/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times one int8 vector, the weights in halves (see halves.h).

   Stream: for each block of eight rows a .. h the starts t(ab) t(cd) t(ef) t(gh) a(ab) .. a(gh),
   then for each four inputs the words ab, cd, ef, gh of inputs 0 and 2, then of 1 and 3. */
#ifndef MOTE_HALVES_VECTOR_H
#define MOTE_HALVES_VECTOR_H

#include <stdint.h>

#include "mote/rom.h"
#include "halves.h"

/* Writes 8 * blocks bytes; reads 2 * pairs of x, a multiple of four, which y may not overlap. */
static void mote_halves_vector(const uint32_t *stream, const int8_t *x, int8_t *y,
                               const mote_halves_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks; block++) {
        const uint32_t *const words = stream + 8;
        for (int32_t two = 0; two < 4; two++) {
            mote_halves_sums sums = {MOTE_READ_U32(stream + two), MOTE_READ_U32(stream + 4 + two)};
            for (int32_t i = 0; i < job->pairs; i++) {
                const int8_t *const from = x + i / 2 * 4 + i % 2;
                const int16_t pair[2] = {from[0], from[2]};
                mote_halves_add(MOTE_READ_U32(words + 4 * i + two), pair, &sums);
            }
            mote_halves_finish(&sums, scales, 2 * two, 8, job->odd_zero, y);
        }
        stream = words + 4 * job->pairs;
        scales += job->scale_step / 4;
        y += 8;
    }
}

#endif
