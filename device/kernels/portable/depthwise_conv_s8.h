/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = clamp(rescale(bias[c] + sum_k w[k, c] * (x[p * stride + k * dilation - pad, c]
   - x_zero)) + y_zero). x height x width x channels, w kernel x channels, y out_height x
   out_width x channels; outside x there are zeros. x and y must not overlap. */
#ifndef MOTE_DEPTHWISE_CONV_S8_H
#define MOTE_DEPTHWISE_CONV_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale.h"

static void mote_depthwise_conv_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                                   const int8_t *w, const int32_t *bias, int32_t kernel_height,
                                   int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                                   int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                                   int32_t pad_left, int32_t out_height, int32_t out_width,
                                   const int32_t *multiplier, const int8_t *shift, int32_t x_zero,
                                   int32_t y_zero, int32_t low, int32_t high, int8_t *y)
{
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++) {
            for (int32_t c = 0; c < channels; c++) {
                int32_t sum = MOTE_READ_S32(bias + c);
                const int8_t *weight = w + c;
                for (int32_t ky = 0; ky < kernel_height; ky++) {
                    const int32_t iy = oy * stride_y + ky * dilation_y - pad_top;
                    for (int32_t kx = 0; kx < kernel_width; kx++, weight += channels) {
                        const int32_t ix = ox * stride_x + kx * dilation_x - pad_left;
                        if (iy < 0 || iy >= height || ix < 0 || ix >= width) {
                            continue;
                        }
                        sum +=
                            MOTE_READ_S8(weight) * (x[(iy * width + ix) * channels + c] - x_zero);
                    }
                }
                sum = mote_rescale(sum, MOTE_READ_S32(multiplier + c), MOTE_READ_S8(shift + c));
                *y++ = mote_saturate(sum + y_zero, low, high);
            }
        }
    }
}

#endif
