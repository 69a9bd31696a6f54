/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = a[i] ^ b[i] of booleans, shapes stretched to each other. */
#ifndef MOTE_XOR_B8_H
#define MOTE_XOR_B8_H

#include <stdint.h>

#include "pairs.h"

static void mote_xor_b8(const uint8_t *a, const uint8_t *b, MOTE_PAIR_AXES, uint8_t *y)
{
    MOTE_FOR_PAIRS()
    {
        *y++ = (uint8_t)(a[at_a] ^ b[at_b]);
    }
}

#endif
