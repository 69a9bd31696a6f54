/* SPDX-License-Identifier: Apache-2.0 */
/* y[i, c] = saturate((x[i, c] * multiplier[c] + addend[c]) >> shift[c]): a sensor's counts are
   scaled, normalized and quantized in one step. |sum| < 2^31, shift 0 .. 30. y may begin where x
   begins. */
#ifndef MOTE_QUANTIZE_S16_S8_H
#define MOTE_QUANTIZE_S16_S8_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_quantize_s16_s8(const int16_t *x, int32_t steps, int32_t channels,
                                 const int32_t *multiplier, const int32_t *addend,
                                 const int8_t *shift, int8_t *y)
{
    for (int32_t i = 0; i < steps; i++) {
        for (int32_t c = 0; c < channels; c++) {
            const int32_t sum = *x++ * MOTE_READ_S32(multiplier + c) + MOTE_READ_S32(addend + c);
            const int32_t q = sum >> MOTE_READ_S8(shift + c);
            *y++ = (int8_t)(q < -128 ? -128 : q > 127 ? 127 : q);
        }
    }
}

#endif
