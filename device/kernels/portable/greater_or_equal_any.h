/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = 1 when a[i] >= b[i], else 0, shapes stretched to each other. */
#ifndef MOTE_GREATER_OR_EQUAL_ANY_H
#define MOTE_GREATER_OR_EQUAL_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_greater_or_equal_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, uint8_t *y)
{
    MOTE_FOR_PAIRS()
    {
        *y++ = a[at_a] >= b[at_b];
    }
}

#endif
