/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = sinh(x[i]). x and y may be the same array. */
#ifndef MOTE_SINH_F32_H
#define MOTE_SINH_F32_H

#include <stdint.h>

#include "sinh_of_f32.h"

static void mote_sinh_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_sinh_of_f32(x[i]);
    }
}

#endif
