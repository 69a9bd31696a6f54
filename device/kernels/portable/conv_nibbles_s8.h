/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_{k, i} w[o, k, i] * (x[p * stride + k * dilation - pad, i]
   - x_zero)) + y_zero), the weights as in fully_connected_nibbles_s8.h and the rest as in
   conv_quads_s8.h: y may begin before x. */
#ifndef MOTE_CONV_NIBBLES_S8_H
#define MOTE_CONV_NIBBLES_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "nibbles_rows.h"
#include "patch.h"

static void mote_conv_nibbles_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                                 const uint32_t *stream, const uint32_t *scales, int32_t is_shared,
                                 int32_t shifts, int32_t rest, const uint32_t *codes,
                                 const void *starts, const uint32_t *rest_scales,
                                 const uint8_t *kinds, int32_t layout, int32_t kernel_height,
                                 int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                                 int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                                 int32_t pad_left, int32_t out_height, int32_t out_width,
                                 int32_t filters, int32_t x_zero, int32_t low, int32_t high,
                                 void *bytes, int8_t *y)
{
    const int32_t count = kernel_height * kernel_width * channels;
    const mote_row_data data = {starts, rest_scales, kinds, layout};
    const mote_patch patch = {height,       width,    channels, kernel_height,
                              kernel_width, stride_y, stride_x, dilation_y,
                              dilation_x,   pad_top,  pad_left, x_zero + 128};
    mote_quads_job job = {scales, is_shared, (count + 1) & ~1, filters >> 3, 0,
                          0,      0,         shifts & 31,      shifts >> 5,  0};
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++, y += filters) {
            const uint32_t sum = mote_patch_sum(x, &patch, oy, ox, (uint8_t *)bytes);
            mote_nibbles_rows(stream, codes, (const uint8_t *)bytes, sum, &job, &data, count, rest,
                              y);
            mote_byte_clamp(y, filters, low, high);
        }
    }
}

#endif
