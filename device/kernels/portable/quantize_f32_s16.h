/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = saturate(round_half_even(x[i] / scale) + zero). y may begin where x begins. */
#ifndef MOTE_QUANTIZE_F32_S16_H
#define MOTE_QUANTIZE_F32_S16_H

#include <stdint.h>

#include "round_f32_s8.h"

static void mote_quantize_f32_s16(const float *x, int32_t length, float scale, int32_t zero,
                                  int16_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        const int32_t q = mote_round_f32_steps(x[i] / scale) + zero;
        y[i] = (int16_t)(q < -32768 ? -32768 : q > 32767 ? 32767 : q);
    }
}

#endif
