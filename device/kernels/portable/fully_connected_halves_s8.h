/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero)) + y_zero), the weights in halves
   (see halves.h), columns filled up to a multiple of eight. `halves`: room for two bytes for each
   of them. y may not overlap x. */
#ifndef MOTE_FULLY_CONNECTED_HALVES_S8_H
#define MOTE_FULLY_CONNECTED_HALVES_S8_H

#include <stdint.h>

#include "halves_clamp.h"
#include "halves_single.h"
#include "halves_vector_copy.h"

static void mote_fully_connected_halves_s8(const int8_t *x, const uint32_t *stream,
                                           const uint32_t *scales, int32_t is_shared, int32_t rows,
                                           int32_t columns, int32_t y_zero, int32_t low,
                                           int32_t high, void *halves, int8_t *y)
{
    const int32_t pairs = (columns + 7) / 8 * 4, whole = columns / 4 * 4;
    const int32_t blocks = rows / 4, rest = rows % 4;
    mote_halves_job job = {scales, is_shared ? 0 : 20, pairs, blocks, 0, 2 * y_zero + 1};
    int16_t *const to = (int16_t *)halves;
    int8_t last[8] = {0};
    mote_halves_vector_copy(x, whole, to);
    for (int32_t i = whole; i < columns; i++) {
        last[i - whole] = x[i];
    }
    mote_halves_vector_copy(last, 2 * pairs - whole, to + whole);
    if (blocks > 0) {
        mote_halves_single(stream, to, y, &job);
    }
    if (rest > 0) {
        job.scales += blocks * job.scale_step / 4;
        job.blocks = 1;
        mote_halves_single(stream + blocks * (4 + 2 * pairs), to, last, &job);
        for (int32_t o = 0; o < rest; o++) {
            y[4 * blocks + o] = last[o];
        }
    }
    mote_halves_clamp(y, rows, low, high);
}

#endif
