/* SPDX-License-Identifier: Apache-2.0 */
/* As conv_twins_s8.h, for sums of up to 24 bits: see twin_parts.h. `bytes`: a word for each input
   of the words, and one for each part. */
#ifndef MOTE_CONV_TWIN_PARTS_S8_H
#define MOTE_CONV_TWIN_PARTS_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "patch.h"
#include "twin_job.h"
#include "twin_parts.h"

static void mote_conv_twin_parts_s8(const int8_t *x, int32_t height, int32_t width,
                                    int32_t channels, const uint32_t *codes, int32_t bits,
                                    int32_t words, int32_t part_words, const void *starts,
                                    const uint32_t *scales, const uint8_t *kinds, int32_t layout,
                                    int32_t kernel_height, int32_t kernel_width, int32_t stride_y,
                                    int32_t stride_x, int32_t dilation_y, int32_t dilation_x,
                                    int32_t pad_top, int32_t pad_left, int32_t out_height,
                                    int32_t out_width, int32_t filters, int32_t x_zero, int32_t low,
                                    int32_t high, void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, scales, kinds, layout};
    const mote_patch patch = {height,       width,    channels, kernel_height,
                              kernel_width, stride_y, stride_x, dilation_y,
                              dilation_x,   pad_top,  pad_left, x_zero + 128};
    const mote_twin_parts_job job = {bits, words, part_words};
    const int32_t inputs = mote_twin_inputs(bits, words), positions = out_height * out_width;
    uint32_t *const less = (uint32_t *)bytes + inputs;
    int32_t oy = 0, ox = 0;
    mote_twin_clear(bytes, inputs);
    for (int32_t done = 0; done < positions;) {
        const int32_t next = positions - done > 1 ? filters : 0;
        const uint32_t *code = codes;
        for (int32_t half = 0; half < 2 && done < positions; half++, done++) {
            (void)mote_patch_twins(x, &patch, oy, ox, (uint8_t *)bytes + 2 * half);
            ox++;
            if (ox == out_width) {
                ox = 0;
                oy++;
            }
        }
        mote_twin_less(&job, (const uint32_t *)bytes, less);
        for (int32_t row = 0; row < filters; row += 8, code += words) {
            int32_t first[8], second[8];
            const int32_t rest = filters - row < 8 ? filters - row : 8;
            mote_twin_parts(code, &job, (const uint32_t *)bytes, less, first, second);
            mote_row_bytes(&data, row, rest, second, y + next + row);
            mote_row_bytes(&data, row, rest, first, y + row);
        }
        mote_byte_clamp(y, filters + next, low, high);
        y += filters + next;
    }
}

#endif
