/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = -1, 0 or 1 as x[i] is below, at or above 0. x and y may be the same array. */
#ifndef MOTE_SIGN_F32_H
#define MOTE_SIGN_F32_H

#include <stdint.h>

static void mote_sign_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = (float)((x[i] > 0) - (x[i] < 0));
    }
}

#endif
