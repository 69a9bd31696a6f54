/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] to the power b[i], shapes stretched to each other. */
#ifndef MOTE_POWER_F32_H
#define MOTE_POWER_F32_H

#include <stdint.h>

#include "pairs.h"
#include "pow_of_f32.h"

static void mote_power_f32(const float *a, const float *b, MOTE_PAIR_AXES, float *y)
{
    MOTE_FOR_PAIRS()
    {
        *y++ = mote_pow_of_f32(a[at_a], b[at_b]);
    }
}

#endif
