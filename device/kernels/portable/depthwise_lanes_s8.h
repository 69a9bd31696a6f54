/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, c] = clamp(rescale(bias[c] + sum_k w[c, k] * x[p * stride + k * dilation - pad, c]) +
   y_zero), w channels x kernel: the zero point of x is in the bias, outside x there is x_zero, no
   shift is > 0. Rows and columns are whatever x_step_y, x_step_x and y_step_y, y_step_x (bytes)
   say. Channel after channel is copied into `plane`, whose rows are `pitch` bytes apart and begin
   pad_top and pad_left before x (a row's right border may be the next one's left border), with 16
   bytes behind it: y may begin where x does. */
#ifndef MOTE_DEPTHWISE_LANES_S8_H
#define MOTE_DEPTHWISE_LANES_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "bytes.h"
#include "lanes_conv.h"

static void mote_depthwise_lanes_s8(const int8_t *x, int32_t rows, int32_t columns,
                                    int32_t x_step_y, int32_t x_step_x, int32_t channels,
                                    const int8_t *w, const int32_t *bias, int32_t kernel_height,
                                    int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                                    int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                                    int32_t pad_left, int32_t out_height, int32_t out_width,
                                    int32_t y_step_y, int32_t y_step_x, int32_t pitch,
                                    int32_t plane_bytes, const int32_t *multiplier,
                                    const int8_t *shift, int32_t x_zero, int32_t y_zero,
                                    int32_t low, int32_t high, void *plane, int8_t *y)
{
    mote_lanes_job job = {.kernel_height = kernel_height,
                          .kernel_width = kernel_width,
                          .stride_y = stride_y,
                          .stride_x = stride_x,
                          .dilation_y = dilation_y,
                          .dilation_x = dilation_x,
                          .pitch = pitch,
                          .out_height = out_height,
                          .out_width = out_width,
                          .y_step_y = y_step_y,
                          .y_step_x = y_step_x,
                          .y_zero = y_zero,
                          .low = low,
                          .high = high};
    int8_t *const bytes = (int8_t *)plane;
    mote_lanes_prepare(bytes, &job);
    mote_bytes_set((int8_t)x_zero, plane_bytes, bytes);
    for (int32_t c = 0; c < channels; c++) {
        mote_lanes_copy(x + c, x_step_y, x_step_x, rows, columns,
                        bytes + pad_top * pitch + pad_left, pitch);
        mote_lanes_conv(bytes, w + c * kernel_height * kernel_width, MOTE_READ_S32(bias + c),
                        MOTE_READ_S32(multiplier + c), MOTE_READ_S8(shift + c), &job, y + c);
    }
}

#endif
