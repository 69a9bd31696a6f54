/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = the mean of x under the window at p, halves away from zero, held between low and high;
   padding does not count. Each image is height x width x channels. x and y must not overlap. */
#ifndef MOTE_AVERAGE_POOL_LANES_S8_H
#define MOTE_AVERAGE_POOL_LANES_S8_H

#include <stdint.h>

#include "mean_lanes.h"

static void mote_average_pool_lanes_s8(const int8_t *x, int32_t images, int32_t height,
                                       int32_t width, int32_t channels, int32_t kernel_height,
                                       int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                                       int32_t pad_top, int32_t pad_left, int32_t out_height,
                                       int32_t out_width, int32_t low, int32_t high, int8_t *y)
{
    const int32_t row_step = width * channels;
    for (; images > 0; images--, x += height * row_step) {
        for (int32_t oy = 0; oy < out_height; oy++) {
            const int32_t iy = oy * stride_y - pad_top, bottom = iy + kernel_height;
            const int32_t top = iy < 0 ? 0 : iy;
            const int32_t rows = (bottom > height ? height : bottom) - top;
            for (int32_t ox = 0; ox < out_width; ox++, y += channels) {
                const int32_t ix = ox * stride_x - pad_left, right = ix + kernel_width;
                const int32_t left = ix < 0 ? 0 : ix;
                const int32_t columns = (right > width ? width : right) - left;
                const int32_t is_there = rows > 0 && columns > 0;
                mote_mean_lanes(is_there ? x + top * row_step + left * channels : x,
                                is_there ? rows : 0, row_step, is_there ? columns : 0, channels,
                                low, high, y);
            }
        }
    }
}

#endif
