/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = -1, 0 or 1 as x[i] is below, at or above 0. x and y may be the same array. */
#ifndef MOTE_SIGN_ANY_H
#define MOTE_SIGN_ANY_H

#include <stdint.h>

static void mote_sign_any(const any_t *x, int32_t length, any_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = (any_t)(x[i] > 0 ? 1 : x[i] != 0 ? -1 : 0);
    }
}

#endif
