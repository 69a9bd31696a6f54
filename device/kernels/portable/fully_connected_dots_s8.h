/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(rescale(bias[o] + sum_i w[o, i] * x[n, i]) + y_zero), x batch x columns, w rows x
   columns and 15 bytes more: the zero point of x is in the bias, no shift is > 0. The outputs of
   x[n] are written after it was read if there are no more than MOTE_DOTS_ROWS. */
#ifndef MOTE_FULLY_CONNECTED_DOTS_S8_H
#define MOTE_FULLY_CONNECTED_DOTS_S8_H

#include <stdint.h>

#include "mote/apart.h"
#include "dots.h"
#include "rescale_lanes.h"

MOTE_APART static void mote_fully_connected_dots_s8(const int8_t *x, int32_t batch, const int8_t *w,
                                                    const int32_t *bias, int32_t rows,
                                                    int32_t columns, const int32_t *multiplier,
                                                    const int8_t *shift, int32_t y_zero,
                                                    int32_t low, int32_t high, int8_t *y)
{
    const mote_lanes_scaling by = {bias, multiplier, shift, y_zero, low, high};
    int32_t sums[MOTE_DOTS_ROWS];
    for (; batch > 0; batch--, x += columns, y += rows) {
        for (int32_t o = 0; o < rows; o += MOTE_DOTS_ROWS) {
            const int32_t count = rows - o < MOTE_DOTS_ROWS ? rows - o : MOTE_DOTS_ROWS;
            mote_dots(x, w + o * columns, columns, count, sums);
            mote_rescale_lanes(sums, o, count, &by, y + o);
        }
    }
}

#endif
