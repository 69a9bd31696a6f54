/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_{k, i} w[o, k, i] * (x[p * stride + k * dilation - pad, i]
   - x_zero)) + y_zero), the weights in quads (see quads.h). x height x width x channels, y
   out_height x out_width x filters; outside x there are zeros. `shifts`: first_shift + 32 *
   second_shift. `bytes`: room for what one filter reads, rounded up to 4. What a position reads is
   copied there before its outputs are written: y may begin before x. */
#ifndef MOTE_CONV_QUADS_S8_H
#define MOTE_CONV_QUADS_S8_H

#include <stdint.h>

#include "bytes_fill.h"
#include "quads_rows.h"

static void mote_conv_quads_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                               const uint32_t *stream, const uint32_t *scales, int32_t is_shared,
                               int32_t kernel_height, int32_t kernel_width, int32_t stride_y,
                               int32_t stride_x, int32_t dilation_y, int32_t dilation_x,
                               int32_t pad_top, int32_t pad_left, int32_t out_height,
                               int32_t out_width, int32_t filters, int32_t x_zero, int32_t shifts,
                               int32_t low, int32_t high, void *bytes, int8_t *y)
{
    const int32_t count = kernel_height * kernel_width * channels;
    /* Taps side by side in x are copied as one. */
    const int32_t at_once = dilation_x == 1 ? kernel_width : 1;
    const uint32_t zero = (uint32_t)(x_zero + 128);
    mote_quads_job job = {scales, is_shared, (count + 1) & ~1, 0,           0,
                          0,      0,         shifts & 31,      shifts >> 5, 0};
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++, y += filters) {
            uint8_t *to = (uint8_t *)bytes;
            uint32_t sum = 0;
            for (int32_t ky = 0; ky < kernel_height; ky++) {
                const int32_t iy = oy * stride_y + ky * dilation_y - pad_top;
                for (int32_t kx = 0; kx < kernel_width; kx += at_once) {
                    const int32_t ix = ox * stride_x + kx * dilation_x - pad_left;
                    int32_t begin = ix < 0 ? -ix : 0;
                    int32_t end = ix + at_once > width ? width - ix : at_once;
                    if (iy < 0 || iy >= height || begin > at_once || end < begin) {
                        begin = end = at_once;
                    }
                    const int32_t outside = (at_once - (end - begin)) * channels;
                    sum += zero * (uint32_t)outside;
                    to = mote_bytes_fill(to, begin * channels, (uint8_t)zero);
                    if (end > begin) {
                        const int32_t length = (end - begin) * channels;
                        sum +=
                            mote_quads_copy(x + (iy * width + ix + begin) * channels, length, to);
                        to += length;
                    }
                    to = mote_bytes_fill(to, outside - begin * channels, (uint8_t)zero);
                }
            }
            mote_quads_rows(stream, (const uint8_t *)bytes, sum, filters, &job, y);
            mote_byte_clamp(y, filters, low, high);
        }
    }
}

#endif
