/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] / (1 + |x[i]|). x and y may be the same array. */
#ifndef MOTE_SOFTSIGN_F32_H
#define MOTE_SOFTSIGN_F32_H

#include <stdint.h>

#include "float_bits.h"

static void mote_softsign_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] / (1 + mote_abs_of_f32(x[i]));
    }
}

#endif
