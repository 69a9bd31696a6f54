/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = -x[i]. x and y may be the same array. */
#ifndef MOTE_NEG_F32_H
#define MOTE_NEG_F32_H

#include <stdint.h>

static void mote_neg_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = -x[i];
    }
}

#endif
