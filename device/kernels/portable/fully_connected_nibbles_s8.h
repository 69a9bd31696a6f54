/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[n, i] - x_zero)) + y_zero), x batch x
   columns, the weights of 4 bits in nibbles.h's words; those of the `rest` rows behind blocks of
   eight in packed_sum.h's, `starts` to `layout` for them as in row_data.h. `shifts`: first_shift +
   32 * second_shift. `bytes`: room for columns rounded up to 4, or with a rest for 16 more, which
   may be x; y may not overlap it. */
#ifndef MOTE_FULLY_CONNECTED_NIBBLES_S8_H
#define MOTE_FULLY_CONNECTED_NIBBLES_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "nibbles_rows.h"
#include "quads_copy.h"

static void mote_fully_connected_nibbles_s8(const int8_t *x, int32_t batch, int32_t columns,
                                            const uint32_t *stream, const uint32_t *scales,
                                            int32_t is_shared, int32_t shifts, int32_t rest,
                                            const uint32_t *codes, const void *starts,
                                            const uint32_t *rest_scales, const uint8_t *kinds,
                                            int32_t layout, int32_t rows, int32_t low, int32_t high,
                                            void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, rest_scales, kinds, layout};
    mote_quads_job job = {scales, is_shared, (columns + 1) & ~1, rows >> 3,   0,
                          0,      0,         shifts & 31,        shifts >> 5, 0};
    for (; batch > 0; batch--, x += columns, y += rows) {
        const uint32_t sum = mote_quads_copy(x, columns, (uint8_t *)bytes);
        mote_nibbles_rows(stream, codes, (const uint8_t *)bytes, sum, &job, &data, columns, rest,
                          y);
        mote_byte_clamp(y, rows, low, high);
    }
}

#endif
