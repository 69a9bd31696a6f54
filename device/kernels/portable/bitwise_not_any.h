/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = ~x[i]. x and y may be the same array. */
#ifndef MOTE_BITWISE_NOT_ANY_H
#define MOTE_BITWISE_NOT_ANY_H

#include <stdint.h>

static void mote_bitwise_not_any(const any_t *x, int32_t length, any_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = (any_t)~x[i];
    }
}

#endif
