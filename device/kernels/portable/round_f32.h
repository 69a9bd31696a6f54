/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] rounded to an integer, halves to the even one. x and y may be the same array. */
#ifndef MOTE_ROUND_F32_H
#define MOTE_ROUND_F32_H

#include <stdint.h>

#include "round_of_f32.h"

static void mote_round_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_round_of_f32(x[i]);
    }
}

#endif
