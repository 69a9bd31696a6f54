/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(the byte of starts[o] + sum_i w[o, i] * x[n, i]), weights of few values without
   zeros: see sparse_table_rows.h, and row_data.h for the rows' data. `bytes`: room for columns
   rounded up to 4, which may be x; y may not overlap it. */
#ifndef MOTE_FULLY_CONNECTED_SPARSE_TABLE_S8_H
#define MOTE_FULLY_CONNECTED_SPARSE_TABLE_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "bytes_flip.h"
#include "sparse_table_rows.h"

static void mote_fully_connected_sparse_table_s8(const int8_t *x, int32_t batch, int32_t columns,
                                                 const uint8_t *codes, const int8_t *table,
                                                 const void *starts, const uint32_t *scales,
                                                 const uint8_t *kinds, int32_t layout, int32_t rows,
                                                 int32_t low, int32_t high, void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, scales, kinds, layout};
    for (; batch > 0; batch--, x += columns, y += rows) {
        mote_bytes_flip(x, columns, (uint8_t *)bytes);
        mote_sparse_table_rows(codes, table, (const uint8_t *)bytes, &data, rows, y);
        mote_byte_clamp(y, rows, low, high);
    }
}

#endif
