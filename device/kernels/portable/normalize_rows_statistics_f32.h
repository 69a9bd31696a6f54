/* SPDX-License-Identifier: Apache-2.0 */
/* y as normalize_rows gives it, and the mean and 1 / sqrt(variance + epsilon) of each row. x must
   not overlap the others. */
#ifndef MOTE_NORMALIZE_ROWS_STATISTICS_F32_H
#define MOTE_NORMALIZE_ROWS_STATISTICS_F32_H

#include <stdint.h>

#include "normalize_rows_f32.h"
#include "sqrt_of_f32.h"

static void mote_normalize_rows_statistics_f32(const float *x, int32_t rows, int32_t length,
                                               int32_t inner, int32_t channels, const float *gain,
                                               const float *bias, float epsilon,
                                               int32_t is_centered, float *y, float *means,
                                               float *inverses)
{
    mote_normalize_rows_f32(x, rows, length, inner, channels, gain, bias, epsilon, is_centered, y);
    for (int32_t row = 0; row < rows; row++, x += length) {
        float sum = 0;
        float squares = 0;
        for (int32_t i = 0; i < length; i++) {
            sum += x[i];
        }
        means[row] = sum / (float)length;
        for (int32_t i = 0; i < length; i++) {
            squares += (x[i] - means[row]) * (x[i] - means[row]);
        }
        inverses[row] = 1.0f / mote_sqrt_of_f32(squares / (float)length + epsilon);
    }
}

#endif
