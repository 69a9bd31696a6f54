/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] modulo b[i], shapes stretched to each other: with the sign of b, or of a when like_c
   is 1. */
#ifndef MOTE_MOD_F32_H
#define MOTE_MOD_F32_H

#include <stdint.h>

#include "fmod_of_f32.h"
#include "pairs.h"

static void mote_mod_f32(const float *a, const float *b, MOTE_PAIR_AXES, int32_t like_c, float *y)
{
    MOTE_FOR_PAIRS()
    {
        float rest = mote_fmod_of_f32(a[at_a], b[at_b]);
        if (like_c == 0 && rest != 0 && (rest < 0) != (b[at_b] < 0)) {
            rest += b[at_b];
        }
        *y++ = rest;
    }
}

#endif
