/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp(a[i] + b[i]), shapes stretched to each other. */
#ifndef MOTE_ADD_F32_H
#define MOTE_ADD_F32_H

#include <stdint.h>

#include "pairs.h"

static void mote_add_f32(const float *a, const float *b, MOTE_PAIR_AXES, float low, float high,
                         float *y)
{
    MOTE_FOR_PAIRS()
    {
        const float result = a[at_a] + b[at_b];
        *y++ = result < low ? low : result > high ? high : result;
    }
}

#endif
