/* SPDX-License-Identifier: Apache-2.0 */
/* conv_transpose_f32 on integers: y = clamp(rescale(bias + sum of w * (x - x_zero)) + y_zero).
   Weights: kernel_y x kernel_x x filters x channels of one group; sums: one int32_t for each
   filter. x and y must not overlap. */
#ifndef MOTE_CONV_TRANSPOSE_S8_H
#define MOTE_CONV_TRANSPOSE_S8_H

#include <stdint.h>

#include "conv_transpose_source.h"
#include "mote/rom.h"
#include "rescale.h"

/* Adds one tap of all filters at the input pixel x. */
static void mote_conv_transpose_tap_s8(const int8_t *x, int32_t x_zero, const int8_t *w,
                                       int32_t filters, int32_t group_filters,
                                       int32_t group_channels, int32_t *sums)
{
    for (int32_t o = 0; o < filters; o++, w += group_channels) {
        const int8_t *from = x + o / group_filters * group_channels;
        int32_t sum = sums[o];
        for (int32_t c = 0; c < group_channels; c++) {
            sum += MOTE_READ_S8(w + c) * (from[c] - x_zero);
        }
        sums[o] = sum;
    }
}

static void mote_conv_transpose_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                                   const int8_t *weights, const int32_t *bias, int32_t kernel_y,
                                   int32_t stride_y, int32_t dilation_y, int32_t pad_y,
                                   int32_t out_y, int32_t kernel_x, int32_t stride_x,
                                   int32_t dilation_x, int32_t pad_x, int32_t out_x,
                                   int32_t filters, int32_t groups, const int32_t *multiplier,
                                   const int8_t *shift, int32_t x_zero, int32_t y_zero,
                                   void *scratch, int8_t *y)
{
    const int32_t group_filters = filters / groups;
    const int32_t group_channels = channels / groups;
    int32_t *sums = (int32_t *)scratch;
    for (int32_t q = 0; q < out_y * out_x; q++, y += filters) {
        for (int32_t o = 0; o < filters; o++) {
            sums[o] = MOTE_READ_S32(bias + o);
        }
        for (int32_t tap = 0; tap < kernel_y * kernel_x; tap++) {
            const int32_t iy = mote_conv_transpose_source(q / out_x, tap / kernel_x, stride_y,
                                                          dilation_y, pad_y, height);
            const int32_t ix = mote_conv_transpose_source(q % out_x, tap % kernel_x, stride_x,
                                                          dilation_x, pad_x, width);
            if (iy >= 0 && ix >= 0) {
                mote_conv_transpose_tap_s8(x + (iy * width + ix) * channels, x_zero,
                                           weights + tap * filters * group_channels, filters,
                                           group_filters, group_channels, sums);
            }
        }
        for (int32_t o = 0; o < filters; o++) {
            const int32_t steps =
                mote_rescale(sums[o], MOTE_READ_S32(multiplier + o), MOTE_READ_S8(shift + o));
            y[o] = mote_saturate(steps + y_zero, -128, 127);
        }
    }
}

#endif
