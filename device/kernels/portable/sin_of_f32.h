/* SPDX-License-Identifier: Apache-2.0 */
/* sin, cos and tan of any float, within 2e-7 of 1 (tan: relative): the remainder of quarter turns,
   then Taylor series to the 9th power. */
#ifndef MOTE_SIN_OF_F32_H
#define MOTE_SIN_OF_F32_H

#include <stdint.h>

#include "quarter_turns.h"

/* For |r| <= pi / 4. */
static inline float mote_small_sin(float r)
{
    const float r2 = r * r;
    float sum = 1.0f / 362880;
    sum = sum * r2 - 1.0f / 5040;
    sum = sum * r2 + 1.0f / 120;
    sum = sum * r2 - 1.0f / 6;
    return sum * r2 * r + r;
}

static inline float mote_small_cos(float r)
{
    const float r2 = r * r;
    float sum = -1.0f / 3628800;
    sum = sum * r2 + 1.0f / 40320;
    sum = sum * r2 - 1.0f / 720;
    sum = sum * r2 + 1.0f / 24;
    return sum * r2 * r2 - 0.5f * r2 + 1;
}

static inline float mote_sin_of_f32(float x)
{
    uint32_t q;
    const float r = mote_quarter_turns(x, &q);
    const float size = (q & 1) != 0 ? mote_small_cos(r) : mote_small_sin(r);
    return (q & 2) != 0 ? -size : size;
}

static inline float mote_cos_of_f32(float x)
{
    uint32_t q;
    const float r = mote_quarter_turns(x, &q);
    const float size = (q & 1) != 0 ? mote_small_sin(r) : mote_small_cos(r);
    return q == 1 || q == 2 ? -size : size;
}

static inline float mote_tan_of_f32(float x)
{
    uint32_t q;
    const float r = mote_quarter_turns(x, &q);
    const float sin = mote_small_sin(r);
    const float cos = mote_small_cos(r);
    return (q & 1) != 0 ? -cos / sin : sin / cos;
}

#endif
