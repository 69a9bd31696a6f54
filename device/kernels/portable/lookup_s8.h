/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = table[x[i] + 128]. x and y may be the same array. */
#ifndef MOTE_LOOKUP_S8_H
#define MOTE_LOOKUP_S8_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_lookup_s8(const int8_t *x, int32_t length, const int8_t *table, int8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = MOTE_READ_S8(table + x[i] + 128);
    }
}

#endif
