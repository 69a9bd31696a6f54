/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = log(1 + exp(x[i])). x and y may be the same array. */
#ifndef MOTE_SOFTPLUS_F32_H
#define MOTE_SOFTPLUS_F32_H

#include <stdint.h>

#include "exp_f32.h"
#include "float_bits.h"
#include "log_of_f32.h"

static void mote_softplus_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = (x[i] > 0 ? x[i] : 0) + mote_log1p_of_f32(mote_exp_f32(-mote_abs_of_f32(x[i])));
    }
}

#endif
