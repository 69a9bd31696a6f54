/* SPDX-License-Identifier: Apache-2.0 */
/* x rounded to an integer: toward zero, down, up, to the nearest (halves to the even one). Floats
   from 2^23 on are integers; NaN stays. */
#ifndef MOTE_ROUND_OF_F32_H
#define MOTE_ROUND_OF_F32_H

#include <stdint.h>

#include "float_bits.h"

static inline float mote_trunc_of_f32(float x)
{
    return mote_abs_of_f32(x) < 8388608.0f ? (float)(int32_t)x : x;
}

static inline float mote_floor_of_f32(float x)
{
    const float whole = mote_trunc_of_f32(x);
    return whole > x ? whole - 1 : whole;
}

static inline float mote_ceil_of_f32(float x)
{
    const float whole = mote_trunc_of_f32(x);
    return whole < x ? whole + 1 : whole;
}

static inline float mote_round_of_f32(float x)
{
    const float below = mote_floor_of_f32(x);
    const float above = x - below;
    if (!(mote_abs_of_f32(x) < 8388608.0f) || above < 0.5f) {
        return below;
    }
    return above > 0.5f || ((int32_t)below & 1) != 0 ? below + 1 : below;
}

#endif
