/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = whether x[i] is not 0, integers of so many bytes. y may be written over x. */
#ifndef MOTE_CONVERT_INTEGERS_B8_H
#define MOTE_CONVERT_INTEGERS_B8_H

#include <stdint.h>

#include "integer_at.h"

static void mote_convert_integers_b8(const void *x, int32_t length, int32_t bytes,
                                     int32_t is_signed, uint8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_integer_at(x, bytes, is_signed, i) != 0;
    }
}

#endif
