/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(the byte of starts[o] + sum_{k, i} w[o, k, i] * x[p * stride + k * dilation -
   pad, i]), weights of one size without zeros: see sparse_signs_rows.h, row_data.h for the rows'
   data and conv_quads_s8.h for the rest. y may begin before x. */
#ifndef MOTE_CONV_SPARSE_SIGNS_S8_H
#define MOTE_CONV_SPARSE_SIGNS_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "patch.h"
#include "sparse_signs_rows.h"

static void mote_conv_sparse_signs_s8(const int8_t *x, int32_t height, int32_t width,
                                      int32_t channels, const uint8_t *codes, int32_t bits,
                                      int32_t unit, const void *starts, const uint32_t *scales,
                                      const uint8_t *kinds, int32_t layout, int32_t kernel_height,
                                      int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                                      int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                                      int32_t pad_left, int32_t out_height, int32_t out_width,
                                      int32_t filters, int32_t x_zero, int32_t low, int32_t high,
                                      void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, scales, kinds, layout};
    const mote_patch patch = {height,       width,    channels, kernel_height,
                              kernel_width, stride_y, stride_x, dilation_y,
                              dilation_x,   pad_top,  pad_left, x_zero + 128};
    for (int32_t oy = 0; oy < out_height; oy++) {
        for (int32_t ox = 0; ox < out_width; ox++, y += filters) {
            mote_patch_copy(x, &patch, oy, ox, (uint8_t *)bytes);
            mote_sparse_signs_rows(codes, bits, unit, (const uint8_t *)bytes, &data, filters, y);
            mote_byte_clamp(y, filters, low, high);
        }
    }
}

#endif
