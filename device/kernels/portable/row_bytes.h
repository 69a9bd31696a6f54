/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of rows become bytes, by what row_data.h says of each row. */
#ifndef MOTE_ROW_BYTES_H
#define MOTE_ROW_BYTES_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "row_data.h"

/* y[i] = the byte of sums[i] for the `count` rows from `first` on. */
static void mote_row_bytes(const mote_row_data *data, int32_t first, int32_t count,
                           const int32_t *sums, int8_t *y)
{
    const int32_t first_shift = data->layout & 31, second_shift = data->layout >> 5 & 31;
    const int32_t *const end = sums + count;
    for (; sums != end; sums++, first++) {
        const uint32_t *scale = data->scales;
        int32_t sum = *sums;
        if ((data->layout & 1024) != 0) {
            sum += MOTE_READ_S32((const int32_t *)data->starts + first);
        } else {
            sum += MOTE_READ_S16((const int16_t *)data->starts + first);
        }
        if (data->kinds != 0) {
            scale += 2 * MOTE_READ_U8(data->kinds + first);
        } else if ((data->layout & 2048) != 0) {
            scale += 2 * first;
        }
        *y++ = mote_byte_scale(sum, MOTE_READ_U32(scale), MOTE_READ_U32(scale + 1), first_shift,
                               second_shift);
    }
}

#endif
