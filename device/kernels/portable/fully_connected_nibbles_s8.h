/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[n, i] - x_zero)) + y_zero), x batch x
   columns, the weights of 4 bits in nibbles.h's words. `shifts`: first_shift + 32 * second_shift.
   `bytes`: room for columns rounded up to 4, which may be x; y may not overlap it. */
#ifndef MOTE_FULLY_CONNECTED_NIBBLES_S8_H
#define MOTE_FULLY_CONNECTED_NIBBLES_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "nibbles.h"
#include "quads_copy.h"

static void mote_fully_connected_nibbles_s8(const int8_t *x, int32_t batch, const uint32_t *stream,
                                            const uint32_t *scales, int32_t is_shared, int32_t rows,
                                            int32_t columns, int32_t shifts, int32_t low,
                                            int32_t high, void *bytes, int8_t *y)
{
    mote_quads_job job = {scales, is_shared, (columns + 1) & ~1, rows >> 3,   0,
                          0,      0,         shifts & 31,        shifts >> 5, 0};
    for (; batch > 0; batch--, x += columns, y += rows) {
        const uint32_t sum = mote_quads_copy(x, columns, (uint8_t *)bytes);
        job.offset_4 = sum * 0x77777778u;
        job.offset_2 = sum * 0xffff7778u;
        job.offset_lanes = sum * 0xfff7fff8u;
        mote_nibbles(stream, (const uint8_t *)bytes, y, &job);
        mote_byte_clamp(y, rows, low, high);
    }
}

#endif
