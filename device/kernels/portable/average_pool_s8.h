/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = the mean of x under the window at p, halves away from zero; padding does not count.
   x height x width x channels. x and y must not overlap. */
#ifndef MOTE_AVERAGE_POOL_S8_H
#define MOTE_AVERAGE_POOL_S8_H

#include <stdint.h>

static void mote_average_pool_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                                 int32_t kernel_height, int32_t kernel_width, int32_t stride_y,
                                 int32_t stride_x, int32_t pad_top, int32_t pad_left,
                                 int32_t out_height, int32_t out_width, int8_t *y)
{
    for (int32_t oy = 0; oy < out_height; oy++) {
        const int32_t top = oy * stride_y - pad_top;
        const int32_t y_begin = top < 0 ? 0 : top;
        const int32_t y_end = top + kernel_height > height ? height : top + kernel_height;
        for (int32_t ox = 0; ox < out_width; ox++) {
            const int32_t left = ox * stride_x - pad_left;
            const int32_t x_begin = left < 0 ? 0 : left;
            const int32_t x_end = left + kernel_width > width ? width : left + kernel_width;
            const int32_t count = (y_end - y_begin) * (x_end - x_begin);
            for (int32_t c = 0; c < channels; c++) {
                int32_t sum = 0;
                for (int32_t iy = y_begin; iy < y_end; iy++) {
                    for (int32_t ix = x_begin; ix < x_end; ix++) {
                        sum += x[(iy * width + ix) * channels + c];
                    }
                }
                *y++ = (int8_t)((sum < 0 ? sum - count / 2 : sum + count / 2) / count);
            }
        }
    }
}

#endif
