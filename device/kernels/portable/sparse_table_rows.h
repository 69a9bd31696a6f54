/* SPDX-License-Identifier: Apache-2.0 */
/* As sparse_rows.h, with the runs of sparse_table_sums.h. */
#ifndef MOTE_SPARSE_TABLE_ROWS_H
#define MOTE_SPARSE_TABLE_ROWS_H

#include <stdint.h>

#include "row_bytes.h"
#include "sparse_table_sums.h"

static void mote_sparse_table_rows(const uint8_t *codes, const int8_t *table, const uint8_t *x,
                                   const mote_row_data *data, int32_t rows, int8_t *y)
{
    for (int32_t first = 0; first < rows; first += mote_rows_at_once) {
        int32_t sums[mote_rows_at_once];
        const int32_t rest = rows - first;
        const int32_t count = rest < mote_rows_at_once ? rest : mote_rows_at_once;
        codes = mote_sparse_table_sums(codes, table, x, count, sums);
        mote_row_bytes(data, first, count, sums, y + first);
    }
}

#endif
