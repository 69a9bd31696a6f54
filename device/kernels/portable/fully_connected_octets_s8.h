/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero)) + y_zero), the weights in halves
   (see halves_vector.h). rows: a multiple of eight. `bytes`, where columns are no multiple of
   four: room for them rounded up to one, which may be x. y may not overlap x or bytes. */
#ifndef MOTE_FULLY_CONNECTED_OCTETS_S8_H
#define MOTE_FULLY_CONNECTED_OCTETS_S8_H

#include <stdint.h>

#include "halves_clamp.h"
#include "halves_vector.h"

static void mote_fully_connected_octets_s8(const int8_t *x, const uint32_t *stream,
                                           const uint32_t *scales, int32_t is_shared, int32_t rows,
                                           int32_t columns, int32_t y_zero, int32_t low,
                                           int32_t high, void *bytes, int8_t *y)
{
    const mote_halves_job job = {scales, is_shared ? 0 : 40, (columns + 3) / 4 * 2, rows / 8, 0,
                                 2 * y_zero + 1};
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
    mote_halves_vector(stream, x, y, &job);
    mote_halves_clamp(y, rows, low, high);
}

#endif
