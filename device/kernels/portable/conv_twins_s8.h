/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(the byte of starts[o] + sum_{k, i} w[o, k, i] * x[p * stride + k * dilation -
   pad, i]), weights of 2 to 4 bits, two positions at once: see twin_sums.h, of which eight rows
   take `words` (the last ones filled up), row_data.h for the rows' data and conv_quads_s8.h for the
   rest. `bytes`: a word for each input of the words. y may begin before x. */
#ifndef MOTE_CONV_TWINS_S8_H
#define MOTE_CONV_TWINS_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "patch.h"
#include "twin_job.h"
#include "twin_rows.h"

static void mote_conv_twins_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                               const uint32_t *codes, int32_t bits, int32_t words,
                               const void *starts, const uint32_t *scales, const uint8_t *kinds,
                               int32_t layout, int32_t kernel_height, int32_t kernel_width,
                               int32_t stride_y, int32_t stride_x, int32_t dilation_y,
                               int32_t dilation_x, int32_t pad_top, int32_t pad_left,
                               int32_t out_height, int32_t out_width, int32_t filters,
                               int32_t x_zero, int32_t low, int32_t high, void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, scales, kinds, layout};
    const mote_patch patch = {height,       width,    channels, kernel_height,
                              kernel_width, stride_y, stride_x, dilation_y,
                              dilation_x,   pad_top,  pad_left, x_zero + 128};
    const int32_t positions = out_height * out_width;
    int32_t oy = 0, ox = 0;
    mote_twin_clear(bytes, mote_twin_inputs(bits, words));
    for (int32_t done = 0; done < positions;) {
        const int32_t next = positions - done > 1 ? filters : 0;
        uint32_t sum = 0;
        for (int32_t half = 0; half < 2 && done < positions; half++, done++) {
            sum += mote_patch_twins(x, &patch, oy, ox, (uint8_t *)bytes + 2 * half) << 16 * half;
            ox++;
            if (ox == out_width) {
                ox = 0;
                oy++;
            }
        }
        mote_twin_rows(codes, bits, words, (const uint32_t *)bytes, sum, &data, filters, next, y);
        mote_byte_clamp(y, filters + next, low, high);
        y += filters + next;
    }
}

#endif
