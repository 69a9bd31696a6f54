/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(bias[o] + sum_i w[o, i] * x[i]), w rows x columns. x and y must not overlap. */
#ifndef MOTE_FULLY_CONNECTED_F32_H
#define MOTE_FULLY_CONNECTED_F32_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_fully_connected_f32(const float *x, const float *w, const float *bias,
                                     int32_t rows, int32_t columns, float low, float high, float *y)
{
    for (int32_t o = 0; o < rows; o++, w += columns) {
        float sum = 0;
        for (int32_t i = 0; i < columns; i++) {
            sum += MOTE_READ_F32(w + i) * x[i];
        }
        sum += MOTE_READ_F32(bias + o);
        y[o] = sum < low ? low : sum > high ? high : sum;
    }
}

#endif
