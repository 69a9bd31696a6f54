/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(rescale(bias[o] + sum_i w[o, i] * (x[i] - x_zero)) + y_zero), w rows x columns.
   x and y must not overlap. */
#ifndef MOTE_FULLY_CONNECTED_S8_H
#define MOTE_FULLY_CONNECTED_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale.h"

static void mote_fully_connected_s8(const int8_t *x, const int8_t *w, const int32_t *bias,
                                    int32_t rows, int32_t columns, const int32_t *multiplier,
                                    const int8_t *shift, int32_t x_zero, int32_t y_zero,
                                    int32_t low, int32_t high, int8_t *y)
{
    for (int32_t o = 0; o < rows; o++, w += columns) {
        int32_t sum = MOTE_READ_S32(bias + o);
        for (int32_t i = 0; i < columns; i++) {
            sum += MOTE_READ_S8(w + i) * (x[i] - x_zero);
        }
        sum = mote_rescale(sum, MOTE_READ_S32(multiplier + o), MOTE_READ_S8(shift + o));
        y[o] = mote_saturate(sum + y_zero, low, high);
    }
}

#endif
