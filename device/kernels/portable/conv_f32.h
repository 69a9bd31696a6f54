/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(bias[o] + sum_{k, i} w[o, k, i] * x[p * stride + k * dilation - pad, i]).
   Layouts as in conv_s8.h. x and y must not overlap. */
#ifndef MOTE_CONV_F32_H
#define MOTE_CONV_F32_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_conv_f32(const float *x, int32_t height, int32_t width, int32_t channels,
                          const float *w, const float *bias, int32_t kernel_height,
                          int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                          int32_t dilation_y, int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                          int32_t out_height, int32_t out_width, int32_t filters, int32_t groups,
                          float low, float high, float *y)
{
    const int32_t group_channels = channels / groups;
    const int32_t group_filters = filters / groups;
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++) {
            const float *weight = w;
            for (int32_t o = 0; o < filters; o++) {
                const float *group_x = x + o / group_filters * group_channels;
                float sum = 0;
                for (int32_t ky = 0; ky < kernel_height; ky++) {
                    const int32_t iy = oy * stride_y + ky * dilation_y - pad_top;
                    for (int32_t kx = 0; kx < kernel_width; kx++, weight += group_channels) {
                        const int32_t ix = ox * stride_x + kx * dilation_x - pad_left;
                        if (iy < 0 || iy >= height || ix < 0 || ix >= width) {
                            continue;
                        }
                        const float *from = group_x + (iy * width + ix) * channels;
                        for (int32_t i = 0; i < group_channels; i++) {
                            sum += MOTE_READ_F32(weight + i) * from[i];
                        }
                    }
                }
                sum += MOTE_READ_F32(bias + o);
                *y++ = sum < low ? low : sum > high ? high : sum;
            }
        }
    }
}

#endif
