/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = the larger one of a[i] and b[i], held between low and high. y may be a or b. */
#ifndef MOTE_LARGER_S8_H
#define MOTE_LARGER_S8_H

#include <stdint.h>

static inline void mote_larger_s8(const int8_t *a, const int8_t *b, int32_t count, int8_t low,
                                  int8_t high, int8_t *y)
{
    for (int32_t i = 0; i < count; i++) {
        const int8_t first = a[i] > low ? a[i] : low;
        const int8_t larger = b[i] > first ? b[i] : first;
        y[i] = larger > high ? high : larger;
    }
}

#endif
