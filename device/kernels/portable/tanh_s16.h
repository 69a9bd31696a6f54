/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = tanh(x[i]) in steps of 2^-15, as TFLite computes it: x times factor / 2^shift is an
   argument of gate_table.h. x and y may be the same array. */
#ifndef MOTE_TANH_S16_H
#define MOTE_TANH_S16_H

#include <stdint.h>

#include "gate_table.h"

static void mote_tanh_s16(const int16_t *x, int32_t length, int32_t factor, int32_t shift,
                          const uint16_t *table, int16_t *y)
{
    const int32_t half = shift > 0 ? (int32_t)1 << (shift - 1) : 0;
    for (int32_t i = 0; i < length; i++) {
        y[i] = (int16_t)mote_gate_tanh(table, (x[i] * factor + half) >> shift);
    }
}

#endif
