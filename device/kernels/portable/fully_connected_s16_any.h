/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(rescale(bias[o] + sum_i w[o, i] * x[n, i])), summed up in the type of the bias;
   x batch x columns, w rows x columns. x and y must not overlap. */
#ifndef MOTE_FULLY_CONNECTED_S16_ANY_H
#define MOTE_FULLY_CONNECTED_S16_ANY_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale_sum.h"

static void mote_fully_connected_s16_any(const int16_t *x, int32_t batch, const int8_t *w,
                                         const any_t *bias, int32_t rows, int32_t columns,
                                         const int32_t *multiplier, const int8_t *shift,
                                         int32_t low, int32_t high, int16_t *y)
{
    for (int32_t n = 0; n < batch; n++, x += columns) {
        for (int32_t o = 0; o < rows; o++) {
            any_t sum = MOTE_READ_ANY(bias + o);
            for (int32_t i = 0; i < columns; i++) {
                sum += (int32_t)MOTE_READ_S8(w + o * columns + i) * x[i];
            }
            *y++ = mote_saturate_s16(
                mote_rescale_sum_any(sum, MOTE_READ_S32(multiplier + o), MOTE_READ_S8(shift + o)),
                low, high);
        }
    }
}

#endif
