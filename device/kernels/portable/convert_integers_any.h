/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i], integers of so many bytes, wrapped around to y's bits less the unused ones. A type
   of one byte may be written over x. */
#ifndef MOTE_CONVERT_INTEGERS_ANY_H
#define MOTE_CONVERT_INTEGERS_ANY_H

#include <stdint.h>

#include "integer_at.h"

static void mote_convert_integers_any(const void *x, int32_t length, int32_t bytes,
                                      int32_t is_signed, int32_t unused, any_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        const uint64_t bits = (uint64_t)mote_integer_at(x, bytes, is_signed, i);
        y[i] = (any_t)((any_t)(bits << unused) >> unused);
    }
}

#endif
