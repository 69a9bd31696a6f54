/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_k w[o, k] * (x[p * stride + k * dilation - pad, c]
   - x_zero)) + y_zero) with c = o * channels / filters. x height x width x channels, y out_height x
   out_width x filters; outside x there are zeros. is_turned: x and y are width x height x .., so
   that planes may have long lines. Channel after channel is copied into `plane` (plane_height x
   plane_width halves that begin pad_top and pad_left before it): y may begin where x does, if there
   are as many filters as channels. w filters x kernel; scales: three words for each filter, see
   halves_taps.h. */
#ifndef MOTE_DEPTHWISE_HALVES_S8_H
#define MOTE_DEPTHWISE_HALVES_S8_H

#include <stdint.h>

#include "halves_clamp.h"
#include "halves_plane.h"

static void mote_depthwise_halves_s8(const int8_t *x, int32_t height, int32_t width,
                                     int32_t channels, int32_t filters, const int8_t *w,
                                     const uint32_t *scales,
                                     int32_t kernel_height, int32_t kernel_width, int32_t stride_y,
                                     int32_t stride_x, int32_t dilation_y, int32_t dilation_x,
                                     int32_t pad_top, int32_t pad_left, int32_t out_height,
                                     int32_t out_width, int32_t plane_height, int32_t plane_width,
                                     int32_t is_turned, int32_t x_zero, int32_t y_zero, int32_t low,
                                     int32_t high, void *plane, int8_t *y)
{
    const mote_halves_plane_job job = {kernel_height,
                                       kernel_width,
                                       stride_y,
                                       stride_x,
                                       dilation_y,
                                       dilation_x,
                                       plane_width,
                                       out_height,
                                       out_width,
                                       is_turned ? filters : out_width * filters,
                                       is_turned ? out_height * filters : filters,
                                       2 * y_zero + 1};
    int16_t *const halves = (int16_t *)plane;
    /* What no output reads is not copied. */
    const mote_halves_spread_job spread = {
        height < plane_height - pad_top ? height : plane_height - pad_top,
        width < plane_width - pad_left ? width : plane_width - pad_left,
        is_turned ? channels : width * channels,
        is_turned ? height * channels : channels,
        2 * plane_width};
    for (int32_t i = 0; i < plane_height * plane_width; i++) {
        halves[i] = (int16_t)x_zero;
    }
    const int32_t of_channel = filters / channels;
    for (int32_t o = 0; o < filters; o++) {
        if (o % of_channel == 0) {
            mote_halves_spread(x + o / of_channel, &spread,
                               halves + pad_top * plane_width + pad_left);
        }
        mote_halves_plane(halves, w + o * kernel_height * kernel_width, scales + 3 * o, &job,
                          y + o);
    }
    mote_halves_clamp(y, out_height * out_width * filters, low, high);
}

#endif
