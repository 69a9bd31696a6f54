/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of rows at two positions (see twin_sums.h) become bytes, by what row_data.h says of each
   row; starts are int16_t, and so is each sum with its start. */
#ifndef MOTE_TWIN_BYTES_H
#define MOTE_TWIN_BYTES_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "row_data.h"

/* y[i] and y[i + next] of `count` rows from `first` on, of the sums less `less`. next: 0 for the
   first position alone. */
static void mote_twin_bytes(const mote_row_data *data, int32_t first, int32_t count,
                            const uint32_t *sums, uint32_t less, int32_t next, int8_t *y)
{
    const int32_t first_shift = data->layout & 31, second_shift = data->layout >> 5 & 31;
    for (int32_t i = 0; i < count; i++, first++) {
        const uint32_t *scale = data->scales;
        const uint32_t start = (uint32_t)MOTE_READ_S16((const int16_t *)data->starts + first);
        const uint32_t pair = sums[i] - less + start + (start << 16);
        const int32_t low = (int16_t)(pair & 0xffffu);
        const int32_t high = (int16_t)((pair - (uint32_t)low) >> 16);
        if (data->kinds != 0) {
            scale += 2 * MOTE_READ_U8(data->kinds + first);
        } else if ((data->layout & 2048) != 0) {
            scale += 2 * first;
        }
        const uint32_t v = MOTE_READ_U32(scale), w = MOTE_READ_U32(scale + 1);
        y[i + next] = mote_byte_scale_short(high, v, w, first_shift, second_shift);
        y[i] = mote_byte_scale_short(low, v, w, first_shift, second_shift);
    }
}

#endif
