/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = 1 when x[i] is infinite with a sign that is looked for, else 0. x and y may be the same
 * array. */
#ifndef MOTE_IS_INF_F32_H
#define MOTE_IS_INF_F32_H

#include <stdint.h>

#include "float_bits.h"

static void mote_is_inf_f32(const float *x, int32_t length, float negative, float positive,
                            uint8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        const uint32_t bits = mote_bits_of_f32(x[i]);
        y[i] = bits == MOTE_INFINITY_BITS
                   ? positive != 0
                   : bits == (MOTE_INFINITY_BITS | 0x80000000u) && negative != 0;
    }
}

#endif
