/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = clamp(bias[c] + sum_k w[k, c] * x[p * stride + k * dilation - pad, c]).
   Layouts as in depthwise_conv_s8.h. x and y must not overlap. */
#ifndef MOTE_DEPTHWISE_CONV_F32_H
#define MOTE_DEPTHWISE_CONV_F32_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_depthwise_conv_f32(const float *x, int32_t height, int32_t width, int32_t channels,
                                    const float *w, const float *bias, int32_t kernel_height,
                                    int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                                    int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                                    int32_t pad_left, int32_t out_height, int32_t out_width,
                                    float low, float high, float *y)
{
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++) {
            for (int32_t c = 0; c < channels; c++) {
                float sum = 0;
                const float *weight = w + c;
                for (int32_t ky = 0; ky < kernel_height; ky++) {
                    const int32_t iy = oy * stride_y + ky * dilation_y - pad_top;
                    for (int32_t kx = 0; kx < kernel_width; kx++, weight += channels) {
                        const int32_t ix = ox * stride_x + kx * dilation_x - pad_left;
                        if (iy < 0 || iy >= height || ix < 0 || ix >= width) {
                            continue;
                        }
                        sum += MOTE_READ_F32(weight) * x[(iy * width + ix) * channels + c];
                    }
                }
                sum += MOTE_READ_F32(bias + c);
                *y++ = sum < low ? low : sum > high ? high : sum;
            }
        }
    }
}

#endif
