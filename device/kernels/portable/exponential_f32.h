/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = exp(x[i]). x and y may be the same array. */
#ifndef MOTE_EXPONENTIAL_F32_H
#define MOTE_EXPONENTIAL_F32_H

#include <stdint.h>

#include "exp_f32.h"

static void mote_exponential_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_exp_f32(x[i]);
    }
}

#endif
