/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] / 2 * (1 + erf(x[i] / sqrt(2))). x and y may be the same array. */
#ifndef MOTE_GELU_F32_H
#define MOTE_GELU_F32_H

#include <stdint.h>

#include "erf_of_f32.h"
#include "float_bits.h"

static void mote_gelu_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        /* No 1 - erf: it would leave few bits below 0. */
        const float upper = mote_erfc_of_f32(mote_abs_of_f32(x[i]) * 0.707106781f);
        y[i] = x[i] * (x[i] < 0 ? 0.5f * upper : 1 - 0.5f * upper);
    }
}

#endif
