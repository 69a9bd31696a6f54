/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(the byte of starts[o] + sum_i w[o, i] * x[i]), weights of 2 to 4 bits, one vector:
   see row_pairs.h for the stream and pair_bytes.h for the scales. `bytes`: room for columns rounded
   up to 4, which may be x; y may not overlap it. */
#ifndef MOTE_FULLY_CONNECTED_ROW_PAIRS_S8_H
#define MOTE_FULLY_CONNECTED_ROW_PAIRS_S8_H

#include <stdint.h>

#include "mote/apart.h"
#include "byte_scale.h"
#include "pair_bytes.h"
#include "quads_copy.h"
#include "row_pairs.h"

MOTE_SHARED static void mote_fully_connected_row_pairs_s8(const int8_t *x, int32_t columns,
                                                          const uint32_t *stream, int32_t bits,
                                                          const uint32_t *scales,
                                                          const uint8_t *kinds, int32_t step,
                                                          int32_t rows, int32_t low, int32_t high,
                                                          void *bytes, int8_t *y)
{
    const mote_pair_scales data = {scales, kinds, step};
    const uint32_t less = (mote_quads_copy(x, columns, (uint8_t *)bytes) << (bits - 1)) * 0x10001u;
    const int32_t at_once = bits == 3 ? 30 : 32; /* of whole blocks */
    for (int32_t row = 0; row < rows; row += at_once) {
        uint32_t sums[16];
        const int32_t count = rows - row < at_once ? rows - row : at_once;
        stream = mote_row_pairs(stream, bits, (const uint8_t *)bytes, columns, sums,
                                sums + ((count + 1) >> 1));
        mote_pair_bytes(&data, row, count, sums, less, y + row);
    }
    mote_byte_clamp(y, rows, low, high);
}

#endif
