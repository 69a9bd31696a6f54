/* SPDX-License-Identifier: Apache-2.0 */
/* y = weighted sums of x along two axes. x is outer blocks of `block` elements; y has `rows` for
   each of them, then `middle` x `columns` x `inner`, where the middle's neighbors are `line` apart
   in x. The taps of row i are those from row_first[i] to before row_first[i + 1]: places in x and
   weights; columns likewise; no taps give `otherwise`. x and y must not overlap. */
#ifndef MOTE_RESIZE_F32_H
#define MOTE_RESIZE_F32_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_resize_f32(const float *x, int32_t outer, int32_t block, int32_t rows,
                            int32_t middle, int32_t line, int32_t columns, int32_t inner,
                            const int32_t *row_first, const int32_t *row_place,
                            const float *row_weight, const int32_t *column_first,
                            const int32_t *column_place, const float *column_weight,
                            float otherwise, float *y)
{
    for (int32_t i = 0; i < outer * rows * middle * columns * inner; i++) {
        const int32_t column = i / inner % columns;
        const int32_t above = i / inner / columns;
        const int32_t row = above / middle % rows;
        const float *from = x + above / middle / rows * block + above % middle * line + i % inner;
        const int32_t row_end = MOTE_READ_S32(row_first + row + 1);
        const int32_t column_begin = MOTE_READ_S32(column_first + column);
        const int32_t column_end = MOTE_READ_S32(column_first + column + 1);
        float sum = 0;
        int32_t taps = 0;
        for (int32_t r = MOTE_READ_S32(row_first + row); r < row_end; r++) {
            const float *at = from + MOTE_READ_S32(row_place + r);
            float part = 0;
            for (int32_t c = column_begin; c < column_end; c++, taps++) {
                part += MOTE_READ_F32(column_weight + c) * at[MOTE_READ_S32(column_place + c)];
            }
            sum += MOTE_READ_F32(row_weight + r) * part;
        }
        y[i] = taps > 0 ? sum : otherwise;
    }
}

#endif
