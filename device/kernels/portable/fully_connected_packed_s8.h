/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(the byte of starts[o] + sum_i w[o, i] * x[n, i]), weights of 2 to 4 bits: see
   packed_rows.h, and row_data.h for the rows' data. `bytes`: room for columns rounded up to 4,
   which may be x; y may not overlap it. */
#ifndef MOTE_FULLY_CONNECTED_PACKED_S8_H
#define MOTE_FULLY_CONNECTED_PACKED_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "quads_copy.h"
#include "packed_rows.h"

static void mote_fully_connected_packed_s8(const int8_t *x, int32_t batch, int32_t columns,
                                           const uint32_t *codes, int32_t bits, int32_t words,
                                           const void *starts, const uint32_t *scales,
                                           const uint8_t *kinds, int32_t layout, int32_t rows,
                                           int32_t low, int32_t high, void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, scales, kinds, layout};
    for (; batch > 0; batch--, x += columns, y += rows) {
        const uint32_t sum = mote_quads_copy(x, columns, (uint8_t *)bytes);
        mote_packed_rows(codes, bits, words, columns, (const uint8_t *)bytes, sum, &data, rows, y);
        mote_byte_clamp(y, rows, low, high);
    }
}

#endif
