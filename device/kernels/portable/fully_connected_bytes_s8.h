/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero)) + y_zero), the weights in halves
   (see halves_vector.h), for x that is too long to be copied as halves. `bytes`, where columns are
   no multiple of four: room for them rounded up to one, which may be x. y may not overlap x or
   bytes. */
#ifndef MOTE_FULLY_CONNECTED_BYTES_S8_H
#define MOTE_FULLY_CONNECTED_BYTES_S8_H

#include <stdint.h>

#include "halves_clamp.h"
#include "halves_vector.h"

static void mote_fully_connected_bytes_s8(const int8_t *x, const uint32_t *stream,
                                          const uint32_t *scales, int32_t is_shared, int32_t rows,
                                          int32_t columns, int32_t y_zero, int32_t low,
                                          int32_t high, void *bytes, int8_t *y)
{
    const int32_t pairs = (columns + 3) / 4 * 2, blocks = rows / 4, rest = rows % 4;
    mote_halves_job job = {scales, is_shared ? 0 : 20, pairs, blocks, 0, 2 * y_zero + 1};
    int8_t *const to = (int8_t *)bytes;
    if (columns % 4 != 0) {
        int32_t i = 0;
        for (; i < columns; i++) {
            to[i] = x[i];
        }
        for (; i % 4 != 0; i++) {
            to[i] = 0;
        }
        x = to;
    }
    if (blocks > 0) {
        mote_halves_vector(stream, x, y, &job);
    }
    if (rest > 0) {
        int8_t last[4];
        job.scales += blocks * job.scale_step / 4;
        job.blocks = 1;
        mote_halves_vector(stream + blocks * (4 + 2 * pairs), x, last, &job);
        for (int32_t o = 0; o < rest; o++) {
            y[4 * blocks + o] = last[o];
        }
    }
    mote_halves_clamp(y, rows, low, high);
}

#endif
