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

/* Of so many rows of taps from x on. */
static inline int32_t mote_sum_taps_any(const any_t *x, int32_t rows, int32_t row_step, int32_t run,
                                        int32_t step)
{
    int32_t sum = 0;
    for (; rows > 0; rows--, x += row_step) {
        const any_t *tap = x;
        for (int32_t left = run; left > 0; left--, tap += step) {
            sum += *tap;
        }
    }
    return sum;
}

MOTE_APART static void mote_average_pool_any(const any_t *x, int32_t images, int32_t height,
                                             int32_t width, int32_t channels, int32_t kernel_height,
                                             int32_t kernel_width, int32_t stride_y,
                                             int32_t stride_x, int32_t dilation_y,
                                             int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                                             int32_t out_height, int32_t out_width, int32_t low,
                                             int32_t high, any_t *y)
{
    const int32_t step = dilation_x * channels, row_step = dilation_y * width * channels;
    int32_t count = 0;
    uint32_t share = 0;
    for (; images > 0; images--, x += height * width * channels) {
        for (int32_t oy = 0; oy < out_height; oy++) {
            for (int32_t ox = 0; ox < out_width; ox++) {
                int32_t top = oy * stride_y - pad_top, left = ox * stride_x - pad_left;
                int32_t rows = mote_clip_taps(&top, kernel_height, dilation_y, height);
                int32_t run = mote_clip_taps(&left, kernel_width, dilation_x, width);
                const int32_t taps = rows * run > 0 ? rows * run : 1;
                if (taps != count) {
                    count = taps;
                    share = mote_share_of(count, sizeof(any_t));
                }
                if (run * step == row_step) { /* rows that follow each other are one */
                    run *= rows;
                    rows = 1;
                }
                const any_t *first = x + (top * width + left) * channels;
                for (int32_t c = 0; c < channels; c++) {
                    const int32_t sum = mote_sum_taps_any(first++, rows, row_step, run, step);
                    const int32_t mean = mote_mean_of(sum, count, share, sizeof(any_t));
                    *y++ = (any_t)(mean < low ? low : mean > high ? high : mean);
                }
            }
        }
    }
}

#endif
