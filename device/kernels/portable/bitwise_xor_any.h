/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] ^ b[i], shapes stretched to each other. */
#ifndef MOTE_BITWISE_XOR_ANY_H
#define MOTE_BITWISE_XOR_ANY_H

#include <stdint.h>

#include "pairs.h"

static void mote_bitwise_xor_any(const any_t *a, const any_t *b, MOTE_PAIR_AXES, any_t *y)
{
    MOTE_FOR_PAIRS()
    {
        *y++ = (any_t)(a[at_a] ^ b[at_b]);
    }
}

#endif
