/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] where c[i] is not 0, else b[i], over four axes n0 .. n3; the operands move by their
   own steps along each (0: stretched). */
#ifndef MOTE_WHERE_ANY_H
#define MOTE_WHERE_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_where_any(const uint8_t *c, const any_t *a, const any_t *b, int32_t n0, int32_t n1,
                           int32_t n2, int32_t n3, int32_t c0, int32_t c1, int32_t c2, int32_t c3,
                           int32_t a0, int32_t a1, int32_t a2, int32_t a3, int32_t b0, int32_t b1,
                           int32_t b2, int32_t b3, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const int32_t at_c = i0 * c0 + i1 * c1 + i2 * c2 + i3 * c3;
        *y++ = c[at_c] != 0 ? a[at_a] : b[at_b];
    }
}

#endif
