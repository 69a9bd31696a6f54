/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] / b[i] rounded toward 0, shapes stretched to each other; division by 0 gives 0, the
   quotient of the least number and -1 wraps around. Clamped when clamps is 1. */
#ifndef MOTE_DIV_ANY_H
#define MOTE_DIV_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_div_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, int32_t clamps, any_t low,
                         any_t high, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const any_t divisor = b[at_b];
        any_t result = 0;
        if (divisor < 1 && divisor + 1 == 0) {
            result = (any_t)(0 - (uint64_t)a[at_a]);
        } else if (divisor != 0) {
            result = (any_t)(a[at_a] / divisor);
        }
        *y++ = clamps == 0 ? result : result < low ? low : result > high ? high : result;
    }
}

#endif
