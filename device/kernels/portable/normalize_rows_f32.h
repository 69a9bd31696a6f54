/* SPDX-License-Identifier: Apache-2.0 */
/* y = (x - mean) / sqrt(variance + epsilon) * gain + bias over rows of `length` elements; without
   is_centered the mean counts as 0. Element i has the gain and bias of index i / inner % channels;
   rows begin with a new index. x and y may be the same array. */
#ifndef MOTE_NORMALIZE_ROWS_F32_H
#define MOTE_NORMALIZE_ROWS_F32_H

#include <stdint.h>

#include "sqrt_of_f32.h"

static void mote_normalize_rows_f32(const float *x, int32_t rows, int32_t length, int32_t inner,
                                    int32_t channels, const float *gain, const float *bias,
                                    float epsilon, int32_t is_centered, float *y)
{
    int32_t c = 0;
    for (int32_t row = 0; row < rows; row++, x += length, y += length) {
        float sum = 0;
        float squares = 0;
        for (int32_t i = 0; i < length && is_centered; i++) {
            sum += x[i];
        }
        const float mean = sum / (float)length;
        for (int32_t i = 0; i < length; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
        }
        const float deviation = mote_sqrt_of_f32(squares / (float)length + epsilon);
        for (int32_t i = 0; i < length; i += inner) {
            for (int32_t j = i; j < i + inner; j++) {
                y[j] = (x[j] - mean) / deviation * gain[c] + bias[c];
            }
            c = c + 1 == channels ? 0 : c + 1;
        }
    }
}

#endif
