/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = the largest x under the window at p, held between low and high; low where it sees
   padding only. Each image is height x width x channels; taps are dilation_y and dilation_x apart.
   x and y must not overlap.
   Tap by tap over all channels: an output of 1 x 2 takes 21 cycles on a Cortex-M0, whatever of the
   window the compiler knows, where channel by channel takes 50 to 65. */
#ifndef MOTE_MAX_POOL_ANY_H
#define MOTE_MAX_POOL_ANY_H

#include <stdint.h>

#include "larger_any.h"
#include "pool_taps.h"

/* Over rows x columns taps, which begin at x and are row_step and step apart. */
static inline void mote_largest_any(const any_t *x, int32_t rows, int32_t row_step, int32_t columns,
                                    int32_t step, int32_t channels, any_t low, any_t high, any_t *y)
{
    const any_t *largest = x;
    for (int32_t row = 0; row < rows; row++, x += row_step) {
        for (int32_t column = 0; column < columns; column++) {
            if (row + column == 0 && rows * columns > 1) {
                continue; /* the second one is compared with it */
            }
            mote_larger_any(largest, x + column * step, channels, low, high, y);
            largest = y;
        }
    }
}

static void mote_max_pool_any(const any_t *x, int32_t images, int32_t height, int32_t width,
                              int32_t channels, int32_t kernel_height, int32_t kernel_width,
                              int32_t stride_y, int32_t stride_x, int32_t dilation_y,
                              int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                              int32_t out_height, int32_t out_width, any_t low, any_t high,
                              any_t *y)
{
    for (int32_t line = 0; line < images * out_height; line++) {
        const any_t *image = x + line / out_height * height * width * channels;
        const int32_t top = line % out_height * stride_y - pad_top;
        const int32_t bottom = top + (kernel_height - 1) * dilation_y + 1;
        const int32_t y_begin = mote_first_tap(top, 0, dilation_y);
        const int32_t rows = mote_taps(y_begin, bottom > height ? height : bottom, dilation_y);
        for (int32_t ox = 0; ox < out_width; ox++, y += channels) {
            const int32_t left = ox * stride_x - pad_left;
            const int32_t right = left + (kernel_width - 1) * dilation_x + 1;
            const int32_t x_begin = mote_first_tap(left, 0, dilation_x);
            const int32_t columns = mote_taps(x_begin, right > width ? width : right, dilation_x);
            if (rows * columns > 0) {
                mote_largest_any(image + (y_begin * width + x_begin) * channels, rows,
                                 dilation_y * width * channels, columns, dilation_x * channels,
                                 channels, low, high, y);
                continue;
            }
            volatile any_t *none = y; /* no call of memset */
            for (int32_t c = 0; c < channels; c++) {
                none[c] = low > high ? high : low;
            }
        }
    }
}

#endif
