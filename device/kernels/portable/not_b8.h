/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = 1 - x[i]. x and y may be the same array. */
#ifndef MOTE_NOT_B8_H
#define MOTE_NOT_B8_H

#include <stdint.h>

static void mote_not_b8(const uint8_t *x, int32_t length, uint8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] == 0;
    }
}

#endif
