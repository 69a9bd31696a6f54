/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[n, i] - x_zero)) + y_zero), x batch x
   columns, the weights in quads (see quads.h). `shifts`: first_shift + 32 * second_shift. `bytes`:
   room for columns rounded up to 4, which may be x; y may not overlap it. */
#ifndef MOTE_FULLY_CONNECTED_QUADS_S8_H
#define MOTE_FULLY_CONNECTED_QUADS_S8_H

#include <stdint.h>

#include "quads_rows.h"

static void mote_fully_connected_quads_s8(const int8_t *x, int32_t batch, const uint32_t *stream,
                                          const uint32_t *scales, int32_t is_shared, int32_t rows,
                                          int32_t columns, int32_t shifts, int32_t low,
                                          int32_t high, void *bytes, int8_t *y)
{
    mote_quads_job job = {scales, is_shared, (columns + 1) & ~1, 0,           0,
                          0,      0,         shifts & 31,        shifts >> 5, 0};
    for (; batch > 0; batch--, x += columns, y += rows) {
        const uint32_t sum = mote_quads_copy(x, columns, (uint8_t *)bytes);
        mote_quads_rows(stream, (const uint8_t *)bytes, sum, rows, &job, y);
        mote_byte_clamp(y, rows, low, high);
    }
}

#endif
