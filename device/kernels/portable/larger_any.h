/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = the larger one of a[i] and b[i], held between low and high. y may be a or b. */
#ifndef MOTE_LARGER_ANY_H
#define MOTE_LARGER_ANY_H

#include <stdint.h>

static inline void mote_larger_any(const any_t *a, const any_t *b, int32_t count, any_t low,
                                   any_t high, any_t *y)
{
    for (int32_t i = 0; i < count; i++) {
        const any_t first = a[i] > low ? a[i] : low;
        const any_t larger = b[i] > first ? b[i] : first;
        y[i] = larger > high ? high : larger;
    }
}

#endif
