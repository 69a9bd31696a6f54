/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_{k, i} w[o, k, i] * x[p * stride + k * dilation - pad,
   i])), summed up in the type of the bias. x height x width x channels, w filters x kernel x
   (channels / groups), y out_height x out_width x filters; outside x there are zeros. x and y must
   not overlap. */
#ifndef MOTE_CONV_S16_ANY_H
#define MOTE_CONV_S16_ANY_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale_sum.h"

static void mote_conv_s16_any(const int16_t *x, int32_t height, int32_t width, int32_t channels,
                              const int8_t *w, const any_t *bias, int32_t kernel_height,
                              int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                              int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                              int32_t pad_left, int32_t out_height, int32_t out_width,
                              int32_t filters, int32_t groups, const int32_t *multiplier,
                              const int8_t *shift, int32_t low, int32_t high, int16_t *y)
{
    const int32_t group_channels = channels / groups;
    const int32_t group_filters = filters / groups;
    for (int32_t place = 0; place < out_height * out_width; place++) {
        const int32_t top = place / out_width * stride_y - pad_top;
        const int32_t left = place % out_width * stride_x - pad_left;
        const int8_t *weight = w;
        for (int32_t o = 0; o < filters; o++) {
            const int16_t *group_x = x + o / group_filters * group_channels;
            any_t sum = MOTE_READ_ANY(bias + o);
            for (int32_t ky = 0; ky < kernel_height; ky++) {
                const int32_t iy = top + ky * dilation_y;
                for (int32_t kx = 0; kx < kernel_width; kx++, weight += group_channels) {
                    const int32_t ix = left + kx * dilation_x;
                    if (iy < 0 || iy >= height || ix < 0 || ix >= width) {
                        continue;
                    }
                    const int16_t *from = group_x + (iy * width + ix) * channels;
                    for (int32_t i = 0; i < group_channels; i++) {
                        sum += (int32_t)MOTE_READ_S8(weight + i) * from[i];
                    }
                }
            }
            *y++ = mote_saturate_s16(
                mote_rescale_sum_any(sum, MOTE_READ_S32(multiplier + o), MOTE_READ_S8(shift + o)),
                low, high);
        }
    }
}

#endif
