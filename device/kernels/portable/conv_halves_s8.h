/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_{k, i} w[o, k, i] * (x[p * stride + k * dilation - pad, i]
   - x_zero)) + y_zero), the weights in halves (see halves.h), `pairs` of them in a row. x height x
   width x channels, y out_height x out_width x filters; outside x there are zeros. `halves`: room
   for 8 * pairs bytes. What two positions read is copied there before their outputs are written: y
   may begin before x. */
#ifndef MOTE_CONV_HALVES_S8_H
#define MOTE_CONV_HALVES_S8_H

#include <stdint.h>

#include "halves_clamp.h"
#include "halves_patch.h"
#include "halves_rows.h"

static void mote_conv_halves_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                                const uint32_t *stream, const uint32_t *scales, int32_t is_shared,
                                int32_t pairs, int32_t kernel_height, int32_t kernel_width,
                                int32_t stride_y, int32_t stride_x, int32_t dilation_y,
                                int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                                int32_t out_height, int32_t out_width, int32_t filters,
                                int32_t x_zero, int32_t y_zero, int32_t low, int32_t high,
                                void *halves, int8_t *y)
{
    /* Taps side by side in x are one run. */
    const int32_t runs = dilation_x == 1 ? 1 : kernel_width;
    const mote_halves_window window = {x,
                                       height,
                                       width * channels,
                                       kernel_height,
                                       runs,
                                       kernel_width / runs * channels,
                                       dilation_y,
                                       dilation_x * channels,
                                       pairs / kernel_height,
                                       x_zero};
    int16_t *const patch = (int16_t *)halves;
    mote_halves_job job = {scales, is_shared ? 0 : 20, pairs, 0, filters, 2 * y_zero + 1};
    int8_t *to = y;
    mote_halves_corner corners[2];
    int32_t count = 0;
    for (int32_t oy = 0; oy < out_height; oy++) {
        int32_t left = -pad_left * channels;
        for (int32_t ox = 0; ox < out_width; ox++, left += stride_x * channels) {
            corners[count].top = oy * stride_y - pad_top;
            corners[count].left = left;
            count++;
            if (count == 2) {
                mote_halves_patches(&window, corners, patch);
                mote_halves_rows(stream, patch, filters, &job, to);
                to += 2 * filters;
                count = 0;
            }
        }
    }
    if (count != 0) {
        job.y_step = 0;
        mote_halves_patch(&window, corners, patch);
        mote_halves_rows(stream, patch, filters, &job, to);
    }
    mote_halves_clamp(y, out_height * out_width * filters, low, high);
}

#endif
