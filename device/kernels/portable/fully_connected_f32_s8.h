/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(bias[o] + scale[o] * sum_i w[o, i] * x[i]), w rows x columns of int8. x and y must
   not overlap. */
#ifndef MOTE_FULLY_CONNECTED_F32_S8_H
#define MOTE_FULLY_CONNECTED_F32_S8_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_fully_connected_f32_s8(const float *x, const int8_t *w, const float *bias,
                                        int32_t rows, int32_t columns, const float *scale,
                                        float low, float high, float *y)
{
    for (int32_t o = 0; o < rows; o++, w += columns) {
        float sum = 0;
        for (int32_t i = 0; i < columns; i++) {
            sum += (float)MOTE_READ_S8(w + i) * x[i];
        }
        sum = MOTE_READ_F32(bias + o) + MOTE_READ_F32(scale + o) * sum;
        y[o] = sum < low ? low : sum > high ? high : sum;
    }
}

#endif
