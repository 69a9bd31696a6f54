/* SPDX-License-Identifier: Apache-2.0 */
/* Transposed convolution, channels last: every output pixel (out_y x out_x x filters) gathers what
   the input pixels within reach spread to it. Weights: channels x kernel_y x kernel_x x filters of
   one group. */
#ifndef MOTE_CONV_TRANSPOSE_F32_H
#define MOTE_CONV_TRANSPOSE_F32_H

#include <stdint.h>

#include "conv_transpose_source.h"

static void mote_conv_transpose_f32(const float *x, int32_t height, int32_t width, int32_t channels,
                                    const float *weights, const float *bias, int32_t kernel_y,
                                    int32_t stride_y, int32_t dilation_y, int32_t pad_y,
                                    int32_t out_y, int32_t kernel_x, int32_t stride_x,
                                    int32_t dilation_x, int32_t pad_x, int32_t out_x,
                                    int32_t filters, int32_t groups, float *y)
{
    const int32_t group_filters = filters / groups;
    const int32_t group_channels = channels / groups;
    for (int32_t q = 0; q < out_y * out_x; q++, y += filters) {
        for (int32_t o = 0; o < filters; o++) {
            y[o] = bias[o];
        }
        for (int32_t tap = 0; tap < kernel_y * kernel_x; tap++) {
            const int32_t iy = mote_conv_transpose_source(q / out_x, tap / kernel_x, stride_y,
                                                          dilation_y, pad_y, height);
            const int32_t ix = mote_conv_transpose_source(q % out_x, tap % kernel_x, stride_x,
                                                          dilation_x, pad_x, width);
            if (iy < 0 || ix < 0) {
                continue;
            }
            for (int32_t c = 0; c < channels; c++) {
                const float value = x[(iy * width + ix) * channels + c];
                const float *w = weights + (c * kernel_y * kernel_x + tap) * group_filters;
                float *to = y + c / group_channels * group_filters;
                for (int32_t o = 0; o < group_filters; o++) {
                    to[o] += value * w[o];
                }
            }
        }
    }
}

#endif
