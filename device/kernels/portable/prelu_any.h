/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i], below 0 a[i] * b[i], shapes stretched to each other; integers wrap around. */
#ifndef MOTE_PRELU_ANY_H
#define MOTE_PRELU_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_prelu_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        const any_t product = (any_t)((uint64_t)a[at_a] * (uint64_t)b[at_b]);
        *y++ = a[at_a] < 1 && a[at_a] != 0 ? product : a[at_a];
    }
}

#endif
