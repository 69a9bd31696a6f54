/* SPDX-License-Identifier: Apache-2.0 */
/* What kernels of compact weights know of each row: where its sum starts, when x is read as bytes +
   128, and by which two words it becomes a byte (see byte_scale.h). Rows may share these. */
#ifndef MOTE_ROW_DATA_H
#define MOTE_ROW_DATA_H

#include <stdint.h>

typedef struct {
    const void *starts; /* int16_t, or int32_t */
    const uint32_t *scales;
    const uint8_t *kinds; /* of each row, which scale it has; 0: the first, or one of its own */
    int32_t layout;       /* first_shift + 32 * second_shift + 1024 when starts are int32_t
                             + 2048 when scales are rows' own */
} mote_row_data;

/* Kernels that have sums before they have bytes keep them of so many rows. */
enum { mote_rows_at_once = 8 };

#endif
