/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = clamp(rescale(bias[c] + sum_k w[c, k] * (x[p * stride + k * dilation - pad, c]
   - x_zero)) + y_zero). x height x width x channels, y out_height x out_width x channels; outside
   x there are zeros. Channel after channel is copied into `plane` (plane_height x plane_width bytes
   that begin pad_top and pad_left before it): y may begin where x does. w channels x kernel;
   starts to layout: row_data.h. */
#ifndef MOTE_DEPTHWISE_PLANES_S8_H
#define MOTE_DEPTHWISE_PLANES_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "bytes_fill.h"
#include "plane_conv.h"
#include "row_data.h"

/* `count` bytes of x, `channels` apart, + 128. */
static inline void mote_plane_copy(const int8_t *x, int32_t count, int32_t channels, uint8_t *to)
{
    for (; count >= 4; count -= 4, to += 4) {
        to[0] = (uint8_t)(*x + 128);
        x += channels;
        to[1] = (uint8_t)(*x + 128);
        x += channels;
        to[2] = (uint8_t)(*x + 128);
        x += channels;
        to[3] = (uint8_t)(*x + 128);
        x += channels;
    }
    for (; count > 0; count--, x += channels) {
        *to++ = (uint8_t)(*x + 128);
    }
}

/* Start, v and w of a channel, as plane_conv.h takes them. */
static inline void mote_plane_scale(const mote_row_data *data, int32_t channel, uint32_t *scale)
{
    const uint32_t *from = data->scales;
    if ((data->layout & 1024) != 0) {
        scale[0] = (uint32_t)MOTE_READ_S32((const int32_t *)data->starts + channel);
    } else {
        scale[0] = (uint32_t)MOTE_READ_S16((const int16_t *)data->starts + channel);
    }
    if (data->kinds != 0) {
        from += 2 * MOTE_READ_U8(data->kinds + channel);
    } else if ((data->layout & 2048) != 0) {
        from += 2 * channel;
    }
    scale[1] = MOTE_READ_U32(from);
    scale[2] = MOTE_READ_U32(from + 1);
}

static void mote_depthwise_planes_s8(const int8_t *x, int32_t height, int32_t width,
                                     int32_t channels, const int8_t *w, const void *starts,
                                     const uint32_t *scales, const uint8_t *kinds, int32_t layout,
                                     int32_t kernel_height, int32_t kernel_width, int32_t stride_y,
                                     int32_t stride_x, int32_t dilation_y, int32_t dilation_x,
                                     int32_t pad_top, int32_t pad_left, int32_t out_height,
                                     int32_t out_width, int32_t plane_height, int32_t plane_width,
                                     int32_t x_zero, int32_t low, int32_t high, void *plane,
                                     int8_t *y)
{
    const mote_plane_job job = {kernel_height, kernel_width, stride_y,    stride_x,
                                dilation_y,    dilation_x,   plane_width, out_height,
                                out_width,     channels,     layout & 31, layout >> 5 & 31};
    const mote_row_data data = {starts, scales, kinds, layout};
    uint8_t *const bytes = (uint8_t *)plane;
    /* What no output reads is not copied. */
    const int32_t rows = height < plane_height - pad_top ? height : plane_height - pad_top;
    const int32_t columns = width < plane_width - pad_left ? width : plane_width - pad_left;
    mote_bytes_fill(bytes, plane_height * plane_width, (uint8_t)(x_zero + 128));
    for (int32_t c = 0; c < channels; c++) {
        uint32_t scale[3];
        for (int32_t row = 0; row < rows; row++) {
            mote_plane_copy(x + row * width * channels + c, columns, channels,
                            bytes + (pad_top + row) * plane_width + pad_left);
        }
        mote_plane_scale(&data, c, scale);
        mote_plane_conv(bytes, w + c * kernel_height * kernel_width, scale, &job, y + c);
    }
    mote_byte_clamp(y, out_height * out_width * channels, low, high);
}

#endif
