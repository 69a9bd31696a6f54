/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = saturate(round_half_even(x[i] / scale) + zero). y may begin where x begins. */
#ifndef MOTE_QUANTIZE_F32_S8_H
#define MOTE_QUANTIZE_F32_S8_H

#include <stdint.h>

#include "round_f32_s8.h"

static void mote_quantize_f32_s8(const float *x, int32_t length, float scale, int32_t zero,
                                 int8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_round_f32_s8(x[i] / scale, zero);
    }
}

#endif
