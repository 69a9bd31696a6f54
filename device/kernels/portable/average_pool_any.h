/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = the mean of x under the window at p, halves away from zero, held between low and high;
   padding does not count. Each image is height x width x channels; taps are dilation_y and
   dilation_x apart. x and y must not overlap. */
#ifndef MOTE_AVERAGE_POOL_ANY_H
#define MOTE_AVERAGE_POOL_ANY_H

#include <stdint.h>

#include "mean_of.h"
#include "mote/apart.h"
#include "pool_taps.h"

MOTE_APART static void mote_average_pool_any(const any_t *x, int32_t images, int32_t height,
                                             int32_t width, int32_t channels, int32_t kernel_height,
                                             int32_t kernel_width, int32_t stride_y,
                                             int32_t stride_x, int32_t dilation_y,
                                             int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                                             int32_t out_height, int32_t out_width, int32_t low,
                                             int32_t high, any_t *y)
{
    const int32_t tap_step = dilation_x * channels;
    const int32_t row_step = dilation_y * width * channels;
    for (int32_t line = 0; line < images * out_height; line++) {
        const any_t *image = x + line / out_height * height * width * channels;
        const int32_t top = line % out_height * stride_y - pad_top;
        const int32_t bottom = top + (kernel_height - 1) * dilation_y + 1;
        const int32_t y_begin = mote_first_tap(top, 0, dilation_y);
        const int32_t y_end = bottom > height ? height : bottom;
        for (int32_t ox = 0; ox < out_width; ox++) {
            const int32_t left = ox * stride_x - pad_left;
            const int32_t right = left + (kernel_width - 1) * dilation_x + 1;
            const int32_t x_begin = mote_first_tap(left, 0, dilation_x);
            const int32_t x_end = right > width ? width : right;
            int32_t rows = mote_taps(y_begin, y_end, dilation_y);
            int32_t run = mote_taps(x_begin, x_end, dilation_x);
            const int32_t count = rows * run > 0 ? rows * run : 1;
            const uint32_t share = sizeof(any_t) == 1 ? mote_share_of(count) : 0;
            if (run * tap_step == row_step) { /* rows that follow each other are one */
                run *= rows;
                rows = 1;
            }
            const any_t *first = image + (y_begin * width + x_begin) * channels;
            for (int32_t c = 0; c < channels; c++) {
                const any_t *row = first++;
                int32_t sum = 0;
                for (int32_t left_rows = rows; left_rows > 0; left_rows--, row += row_step) {
                    const any_t *tap = row;
                    for (int32_t left_taps = run; left_taps > 0; left_taps--, tap += tap_step) {
                        sum += *tap;
                    }
                }
                const int32_t mean = mote_mean_of(sum, count, share);
                *y++ = (any_t)(mean < low ? low : mean > high ? high : mean);
            }
        }
    }
}

#endif
