/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] - b[i], shapes stretched to each other; integers wrap around.
   Clamped when clamps is 1. */
#ifndef MOTE_SUB_ANY_H
#define MOTE_SUB_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_sub_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, int32_t clamps, any_t low,
                         any_t high, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const any_t result = (any_t)((uint64_t)a[at_a] - (uint64_t)b[at_b]);
        *y++ = clamps == 0 ? result : result < low ? low : result > high ? high : result;
    }
}

#endif
