/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = min(a[i], b[i]), shapes stretched to each other. */
#ifndef MOTE_MINIMUM_ANY_H
#define MOTE_MINIMUM_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_minimum_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        *y++ = a[at_a] < b[at_b] ? a[at_a] : b[at_b];
    }
}

#endif
