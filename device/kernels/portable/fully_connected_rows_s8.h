/* SPDX-License-Identifier: Apache-2.0 */
/* mote_fully_connected_s8 for `batch` rows of x and y. */
#ifndef MOTE_FULLY_CONNECTED_ROWS_S8_H
#define MOTE_FULLY_CONNECTED_ROWS_S8_H

#include <stdint.h>

#include "fully_connected_s8.h"

static void mote_fully_connected_rows_s8(const int8_t *x, int32_t batch, const int8_t *w,
                                         const int32_t *bias, int32_t rows, int32_t columns,
                                         const int32_t *multiplier, const int8_t *shift,
                                         int32_t x_zero, int32_t y_zero, int32_t low, int32_t high,
                                         int8_t *y)
{
    for (int32_t n = 0; n < batch; n++) {
        mote_fully_connected_s8(x + n * columns, w, bias, rows, columns, multiplier, shift, x_zero,
                                y_zero, low, high, y + n * rows);
    }
}

#endif
