/* SPDX-License-Identifier: Apache-2.0 */
/* mote_fully_connected_f32_s8 for `batch` rows of x and y. */
#ifndef MOTE_FULLY_CONNECTED_ROWS_F32_S8_H
#define MOTE_FULLY_CONNECTED_ROWS_F32_S8_H

#include <stdint.h>

#include "fully_connected_f32_s8.h"

static void mote_fully_connected_rows_f32_s8(const float *x, int32_t batch, const int8_t *w,
                                             const float *bias, int32_t rows, int32_t columns,
                                             const float *scale, float low, float high, float *y)
{
    for (int32_t n = 0; n < batch; n++) {
        mote_fully_connected_f32_s8(x + n * columns, w, bias, rows, columns, scale, low, high,
                                    y + n * rows);
    }
}

#endif
