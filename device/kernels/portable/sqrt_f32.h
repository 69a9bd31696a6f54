/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = sqrt(x[i]). x and y may be the same array. */
#ifndef MOTE_SQRT_F32_H
#define MOTE_SQRT_F32_H

#include <stdint.h>

#include "sqrt_of_f32.h"

static void mote_sqrt_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_sqrt_of_f32(x[i]);
    }
}

#endif
