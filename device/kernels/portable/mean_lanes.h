/* SPDX-License-Identifier: Apache-2.0 */
/* y[c] = the mean of x over `rows` rows, row_step apart, of `columns` times `channels` bytes side
   by side, halves away from zero, held between low and high; 0 of nothing. */
#ifndef MOTE_MEAN_LANES_H
#define MOTE_MEAN_LANES_H

#include <stdint.h>

static void mote_mean_lanes(const int8_t *x, int32_t rows, int32_t row_step, int32_t columns,
                            int32_t channels, int32_t low, int32_t high, int8_t *y)
{
    const int32_t taps = rows * columns, count = taps > 0 ? taps : 1;
    for (int32_t c = 0; c < channels; c++, x++) {
        int32_t sum = 0;
        for (int32_t row = 0; row < rows; row++) {
            for (int32_t i = 0; i < columns; i++) {
                sum += x[row * row_step + i * channels];
            }
        }
        const int32_t mean = (sum < 0 ? sum - count / 2 : sum + count / 2) / count;
        y[c] = (int8_t)(mean < low ? low : mean > high ? high : mean);
    }
}

#endif
