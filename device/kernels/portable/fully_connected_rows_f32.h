/* SPDX-License-Identifier: Apache-2.0 */
/* mote_fully_connected_f32 for `batch` rows of x and y. */
#ifndef MOTE_FULLY_CONNECTED_ROWS_F32_H
#define MOTE_FULLY_CONNECTED_ROWS_F32_H

#include <stdint.h>

#include "fully_connected_f32.h"

static void mote_fully_connected_rows_f32(const float *x, int32_t batch, const float *w,
                                          const float *bias, int32_t rows, int32_t columns,
                                          float low, float high, float *y)
{
    for (int32_t n = 0; n < batch; n++) {
        mote_fully_connected_f32(x + n * columns, w, bias, rows, columns, low, high, y + n * rows);
    }
}

#endif
