/* SPDX-License-Identifier: Apache-2.0 */
/* y[i, c] = saturate((x[i, c] * multiplier[c] + addend[c]) >> shift[c]): an image's bytes are
   scaled, normalized and quantized in one step. |sum| < 2^31, shift 0 .. 30. y may begin where x
   begins. Channel by channel, for each channel's numbers are read once then; counts of two bytes,
   which y would overtake, have their own kernel. */
#ifndef MOTE_QUANTIZE_U8_S8_H
#define MOTE_QUANTIZE_U8_S8_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_quantize_u8_s8(const uint8_t *x, int32_t pixels, int32_t channels,
                                const int32_t *multiplier, const int32_t *addend,
                                const int8_t *shift, int8_t *y)
{
    for (int32_t c = 0; c < channels; c++) {
        const int32_t by = MOTE_READ_S32(multiplier + c), add = MOTE_READ_S32(addend + c);
        const int32_t down = MOTE_READ_S8(shift + c);
        for (int32_t i = c; i < pixels * channels; i += channels) {
            const int32_t q = (x[i] * by + add) >> down;
            y[i] = (int8_t)(q < -128 ? -128 : q > 127 ? 127 : q);
        }
    }
}

#endif
