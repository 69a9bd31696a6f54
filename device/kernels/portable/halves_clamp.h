/* SPDX-License-Identifier: Apache-2.0 */
/* The clamp of activations that leave less than int8 can hold. */
#ifndef MOTE_HALVES_CLAMP_H
#define MOTE_HALVES_CLAMP_H

#include <stdint.h>

/* Holds bytes within low and high. */
static inline void mote_halves_clamp(int8_t *y, int32_t count, int32_t low, int32_t high)
{
    if (low == -128 && high == 127) {
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        y[i] = (int8_t)(y[i] < low ? low : y[i] > high ? high : y[i]);
    }
}

#endif
