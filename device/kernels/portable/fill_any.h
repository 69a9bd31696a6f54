/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = value. */
#ifndef MOTE_FILL_ANY_H
#define MOTE_FILL_ANY_H

#include <stdint.h>

static void mote_fill_any(any_t *y, int32_t n, any_t value)
{
    for (int32_t i = 0; i < n; i++) {
        y[i] = value;
    }
}

#endif
