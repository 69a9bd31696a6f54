/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_{k, i} w[o, k, i] * (x[p * stride + k * dilation - pad, i]
   - x_zero)) + y_zero). x height x width x channels, w filters x kernel x (channels / groups),
   y out_height x out_width x filters; outside x there are zeros. x and y must not overlap. */
#ifndef MOTE_CONV_S8_H
#define MOTE_CONV_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale.h"

static void mote_conv_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                         const int8_t *w, const int32_t *bias, int32_t kernel_height,
                         int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                         int32_t dilation_y, int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                         int32_t out_height, int32_t out_width, int32_t filters, int32_t groups,
                         const int32_t *multiplier, const int8_t *shift, int32_t x_zero,
                         int32_t y_zero, int32_t low, int32_t high, int8_t *y)
{
    const int32_t group_channels = channels / groups;
    const int32_t group_filters = filters / groups;
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++) {
            const int8_t *weight = w;
            for (int32_t o = 0; o < filters; o++) {
                const int8_t *group_x = x + o / group_filters * group_channels;
                int32_t sum = MOTE_READ_S32(bias + o);
                for (int32_t ky = 0; ky < kernel_height; ky++) {
                    const int32_t iy = oy * stride_y + ky * dilation_y - pad_top;
                    for (int32_t kx = 0; kx < kernel_width; kx++, weight += group_channels) {
                        const int32_t ix = ox * stride_x + kx * dilation_x - pad_left;
                        if (iy < 0 || iy >= height || ix < 0 || ix >= width) {
                            continue;
                        }
                        const int8_t *from = group_x + (iy * width + ix) * channels;
                        for (int32_t i = 0; i < group_channels; i++) {
                            sum += MOTE_READ_S8(weight + i) * (from[i] - x_zero);
                        }
                    }
                }
                sum = mote_rescale(sum, MOTE_READ_S32(multiplier + o), MOTE_READ_S8(shift + o));
                *y++ = mote_saturate(sum + y_zero, low, high);
            }
        }
    }
}

#endif
