/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = 1 when x[i] is no number, else 0. x and y may be the same array. */
#ifndef MOTE_IS_NAN_F32_H
#define MOTE_IS_NAN_F32_H

#include <stdint.h>

static void mote_is_nan_f32(const float *x, int32_t length, uint8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] != x[i];
    }
}

#endif
