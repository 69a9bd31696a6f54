/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] modulo b[i], shapes stretched to each other: with the sign of b, or of a when like_c
   is 1. Modulo 0 is 0. */
#ifndef MOTE_MOD_ANY_H
#define MOTE_MOD_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_mod_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, int32_t like_c, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const any_t divisor = b[at_b];
        any_t rest = 0;
        /* Modulo -1 nothing is left, and the quotient may overflow. */
        if (divisor != 0 && !(divisor < 1 && divisor + 1 == 0)) {
            rest = (any_t)(a[at_a] % divisor);
        }
        if (like_c == 0 && rest != 0 && (rest < 1) != (divisor < 1)) {
            rest = (any_t)(rest + divisor);
        }
        *y++ = rest;
    }
}

#endif
