/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of weights stored without zeros, of at most 15 values: a byte for each, the distance from
   the one before times 16 + which of the table's values. */
#ifndef MOTE_SPARSE_TABLE_SUMS_H
#define MOTE_SPARSE_TABLE_SUMS_H

#include <stdint.h>

#include "mote/rom.h"

/* Adds `count` products to *sum; *x is where the last one read. Returns where the codes end. */
static inline const uint8_t *mote_sparse_table_run(const uint8_t *codes, int32_t count,
                                                   const int8_t *table, const uint8_t **x,
                                                   int32_t *sum)
{
    const uint8_t *const end = codes + count;
    for (; codes != end; codes++) {
        const uint32_t code = MOTE_READ_U8(codes);
        *x += code >> 4;
        *sum += MOTE_READ_S8(table + (code & 15u)) * **x;
    }
    return codes;
}

/* The sums of `rows` rows; returns where the codes end. */
static inline const uint8_t *mote_sparse_table_sums(const uint8_t *codes, const int8_t *table,
                                                    const uint8_t *x, int32_t rows, int32_t *sums)
{
    for (int32_t o = 0; o < rows; o++) {
        const uint8_t *from = x;
        int32_t sum = 0, count;
        do {
            count = MOTE_READ_U8(codes);
            codes = mote_sparse_table_run(codes + 1, count, table, &from, &sum);
        } while (count == 255);
        sums[o] = sum;
    }
    return codes;
}

#endif
