/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of weights stored without zeros, of at most 15 values: a byte for each, the distance from
   the one before times 16 + which of the table's values. */
#ifndef MOTE_SPARSE_TABLE_RUN_H
#define MOTE_SPARSE_TABLE_RUN_H

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

#endif
