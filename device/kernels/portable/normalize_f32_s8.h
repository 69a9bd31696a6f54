/* SPDX-License-Identifier: Apache-2.0 */
/* y[i, c] = saturate(round_half_even((x[i, c] - offset[c]) * gain[c]) + zero): a sensor's channels
   are normalized and quantized in one step. y may begin where x begins. */
#ifndef MOTE_NORMALIZE_F32_S8_H
#define MOTE_NORMALIZE_F32_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "round_f32_s8.h"

static void mote_normalize_f32_s8(const float *x, int32_t steps, int32_t channels,
                                  const float *offset, const float *gain, int32_t zero, int8_t *y)
{
    for (int32_t i = 0; i < steps; i++) {
        for (int32_t c = 0; c < channels; c++) {
            const float centered = *x++ - MOTE_READ_F32(offset + c);
            *y++ = mote_round_f32_s8(centered * MOTE_READ_F32(gain + c), zero);
        }
    }
}

#endif
