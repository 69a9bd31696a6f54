/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of int8 weights times int16 vectors, two rows in a half word ("half telescope").

   A word holds the weights of rows a, b for inputs k, l as two signed halves: 256 * b + a of k, and
   of l above it. With two signed 16-bit products at a time and one extraction for four weights,
     t = sum(half * x), a = sum((signed low byte of half) * x), modulo 2^32,
   hold the rows' sums: a itself and b = (t - a) >> 8, which has 24 bits. Both start with the
   biases.

   Stream: for each block of four rows a b c d the starts t(ab) t(cd) a(ab) a(cd), then for each
   pair of inputs the words ab, cd. x: for each pair of inputs two halves of a position p, two of a
   position q. Position q's outputs go y_step bytes behind those of p; 0: they are not wanted. */
#ifndef MOTE_HALVES_H
#define MOTE_HALVES_H

#include <stdint.h>

#include "mote/rom.h"
#include "halves_job.h"
#include "halves_scale.h"

typedef struct {
    uint32_t t, a;
} mote_halves_sums;

static inline void mote_halves_add(uint32_t word, const int16_t *x, mote_halves_sums *sums)
{
    const int32_t low = (int16_t)(word & 0xffffu), high = (int16_t)(word >> 16);
    sums->t += (uint32_t)(low * x[0]) + (uint32_t)(high * x[1]);
    sums->a += (uint32_t)((int8_t)(low & 255) * x[0]) + (uint32_t)((int8_t)(high & 255) * x[1]);
}

/* Row `row` of a block. */
static inline int8_t mote_halves_byte(int32_t doubled, const uint32_t *scales, int32_t row,
                                      int32_t odd_zero)
{
    const uint32_t shifts = MOTE_READ_U32(scales + 4);
    return mote_halves_scale(doubled, (int32_t)MOTE_READ_U32(scales + row),
                             (int32_t)(shifts >> (row * 8) & 255u), odd_zero);
}

/* Rows `row` and the next. */
static inline void mote_halves_finish(const mote_halves_sums *sums, const uint32_t *scales,
                                      int32_t row, int32_t odd_zero, int8_t *y)
{
    const int32_t b = (int32_t)(sums->t - sums->a) >> 7;
    y[row] = mote_halves_byte((int32_t)(sums->a << 1), scales, row, odd_zero);
    y[row + 1] = mote_halves_byte(b, scales, row + 1, odd_zero);
}

/* Writes 4 * blocks bytes of each position; x may not overlap y. */
static void mote_halves(const uint32_t *stream, const int16_t *x, int8_t *y,
                        const mote_halves_job *job)
{
    const uint32_t *scales = job->scales;
    for (int32_t block = 0; block < job->blocks; block++, y += 4) {
        const uint32_t *const words = stream + 4;
        for (int32_t position = job->y_step != 0; position >= 0; position--) {
            int8_t *const to = y + position * job->y_step;
            for (int32_t two = 0; two < 2; two++) {
                mote_halves_sums sums = {MOTE_READ_U32(stream + two),
                                         MOTE_READ_U32(stream + 2 + two)};
                for (int32_t i = 0; i < job->pairs; i++) {
                    mote_halves_add(MOTE_READ_U32(words + 2 * i + two), x + 4 * i + 2 * position,
                                    &sums);
                }
                mote_halves_finish(&sums, scales, 2 * two, job->odd_zero, to);
            }
        }
        stream = words + 2 * job->pairs;
        scales += job->scale_step / 4;
    }
}

#endif
