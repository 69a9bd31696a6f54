/* SPDX-License-Identifier: Apache-2.0 */
/* What kernels of compact weights know of each row: where its sum starts, when x is read as bytes +
   128, and by which two words it becomes a byte (see byte_scale.h). Rows may share these. */
#ifndef MOTE_ROW_DATA_H
#define MOTE_ROW_DATA_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"

typedef struct {
    const void *starts; /* int16_t, or int32_t */
    const uint32_t *scales;
    const uint8_t *kinds; /* of each row, which scale it has; 0: the first, or one of its own */
    int32_t layout;       /* first_shift + 32 * second_shift + 1024 when starts are int32_t
                             + 2048 when scales are rows' own */
} mote_row_data;

static inline int8_t mote_row_byte(const mote_row_data *data, int32_t row, int32_t sum)
{
    const uint32_t *scale = data->scales;
    if ((data->layout & 1024) != 0) {
        sum += MOTE_READ_S32((const int32_t *)data->starts + row);
    } else {
        sum += MOTE_READ_S16((const int16_t *)data->starts + row);
    }
    if (data->kinds != 0) {
        scale += 2 * MOTE_READ_U8(data->kinds + row);
    } else if ((data->layout & 2048) != 0) {
        scale += 2 * row;
    }
    return mote_byte_scale(sum, MOTE_READ_U32(scale), MOTE_READ_U32(scale + 1), data->layout & 31,
                           data->layout >> 5 & 31);
}

#endif
