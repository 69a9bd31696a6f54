/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i], below 0 a[i] * b[i], shapes stretched to each other. */
#ifndef MOTE_PRELU_F32_H
#define MOTE_PRELU_F32_H

#include <stdint.h>

#include "pairs.h"

static void mote_prelu_f32(const float *a, const float *b, MOTE_PAIR_AXES, float *y)
{
    MOTE_FOR_PAIRS()
    {
        *y++ = a[at_a] < 0 ? a[at_a] * b[at_b] : a[at_a];
    }
}

#endif
