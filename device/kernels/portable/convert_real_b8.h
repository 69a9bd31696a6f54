/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = whether x[i] is not 0. y may be written over x. */
#ifndef MOTE_CONVERT_REAL_B8_H
#define MOTE_CONVERT_REAL_B8_H

#include <stdint.h>

static void mote_convert_real_b8(const float *x, int32_t length, uint8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] < 0 || x[i] > 0 || x[i] != x[i];
    }
}

#endif
