/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = |x[i]|. x and y may be the same array. */
#ifndef MOTE_ABS_F32_H
#define MOTE_ABS_F32_H

#include <stdint.h>

#include "float_bits.h"

static void mote_abs_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_abs_of_f32(x[i]);
    }
}

#endif
