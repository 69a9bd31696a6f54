/* SPDX-License-Identifier: Apache-2.0 */
/* As sparse_rows.h, with the runs of sparse_table_run.h. */
#ifndef MOTE_SPARSE_TABLE_ROWS_H
#define MOTE_SPARSE_TABLE_ROWS_H

#include <stdint.h>

#include "mote/rom.h"
#include "row_data.h"
#include "sparse_table_run.h"

static void mote_sparse_table_rows(const uint8_t *codes, const int8_t *table, const uint8_t *x,
                                   const mote_row_data *data, int32_t rows, int8_t *y)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x;
        int32_t sum = 0, count;
        do {
            count = MOTE_READ_U8(codes);
            codes = mote_sparse_table_run(codes + 1, count, table, &from, &sum);
        } while (count == 255);
        y[o] = mote_row_byte(data, o, sum);
    }
}

#endif
