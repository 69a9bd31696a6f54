/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] shifted by b[i] bits (unsigned), shapes stretched to each other. Nothing is left
   when all bits are shifted out. */
#ifndef MOTE_BIT_SHIFT_ANY_H
#define MOTE_BIT_SHIFT_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_bit_shift_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, int32_t is_left,
                               any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const uint64_t bits = b[at_b] < 8 * sizeof(any_t) ? a[at_a] : 0;
        const uint32_t count = (uint32_t)b[at_b] & 63;
        *y++ = (any_t)(is_left != 0 ? bits << count : bits >> count);
    }
}

#endif
