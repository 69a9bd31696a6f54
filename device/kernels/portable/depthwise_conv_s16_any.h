/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = clamp(rescale(bias[c] + sum_k w[k, c] * x[p * stride + k * dilation - pad, c])), summed
   up in the type of the bias. x height x width x channels, w kernel x channels, y out_height x
   out_width x channels; outside x there are zeros. x and y must not overlap. */
#ifndef MOTE_DEPTHWISE_CONV_S16_ANY_H
#define MOTE_DEPTHWISE_CONV_S16_ANY_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale_sum.h"

static void mote_depthwise_conv_s16_any(const int16_t *x, int32_t height, int32_t width,
                                        int32_t channels, const int8_t *w, const any_t *bias,
                                        int32_t kernel_height, int32_t kernel_width,
                                        int32_t stride_y, int32_t stride_x, int32_t dilation_y,
                                        int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                                        int32_t out_height, int32_t out_width,
                                        const int32_t *multiplier, const int8_t *shift, int32_t low,
                                        int32_t high, int16_t *y)
{
    for (int32_t place = 0; place < out_height * out_width; place++) {
        const int32_t top = place / out_width * stride_y - pad_top;
        const int32_t left = place % out_width * stride_x - pad_left;
        for (int32_t c = 0; c < channels; c++) {
            any_t sum = MOTE_READ_ANY(bias + c);
            const int8_t *weight = w + c;
            for (int32_t ky = 0; ky < kernel_height; ky++) {
                const int32_t iy = top + ky * dilation_y;
                for (int32_t kx = 0; kx < kernel_width; kx++, weight += channels) {
                    const int32_t ix = left + kx * dilation_x;
                    if (iy < 0 || iy >= height || ix < 0 || ix >= width) {
                        continue;
                    }
                    sum += (int32_t)MOTE_READ_S8(weight) * x[(iy * width + ix) * channels + c];
                }
            }
            *y++ = mote_saturate_s16(
                mote_rescale_sum_any(sum, MOTE_READ_S32(multiplier + c), MOTE_READ_S8(shift + c)),
                low, high);
        }
    }
}

#endif
