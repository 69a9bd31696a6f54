/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = the mean of x under the window at p, halves away from zero, held between low and high;
   padding does not count. Each image is height x width x channels; taps are dilation_y and
   dilation_x apart. x and y must not overlap. */
#ifndef MOTE_AVERAGE_POOL_ANY_H
#define MOTE_AVERAGE_POOL_ANY_H

#include <stdint.h>

#include "pool_taps.h"

static void mote_average_pool_any(const any_t *x, int32_t images, int32_t height, int32_t width,
                                  int32_t channels, int32_t kernel_height, int32_t kernel_width,
                                  int32_t stride_y, int32_t stride_x, int32_t dilation_y,
                                  int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                                  int32_t out_height, int32_t out_width, int32_t low, int32_t high,
                                  any_t *y)
{
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
            const int32_t taps =
                mote_taps(y_begin, y_end, dilation_y) * mote_taps(x_begin, x_end, dilation_x);
            const int32_t count = taps > 0 ? taps : 1;
            for (int32_t c = 0; c < channels; c++) {
                int32_t sum = 0;
                for (int32_t iy = y_begin; iy < y_end; iy += dilation_y) {
                    for (int32_t ix = x_begin; ix < x_end; ix += dilation_x) {
                        sum += image[(iy * width + ix) * channels + c];
                    }
                }
                const int32_t mean = (sum < 0 ? sum - count / 2 : sum + count / 2) / count;
                *y++ = (any_t)(mean < low ? low : mean > high ? high : mean);
            }
        }
    }
}

#endif
