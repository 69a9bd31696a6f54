/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] brought nearer to 0 by bias, or 0 where |x[i]| <= lambd. x and y may be the same
 * array. */
#ifndef MOTE_SHRINK_F32_H
#define MOTE_SHRINK_F32_H

#include <stdint.h>

static void mote_shrink_f32(const float *x, int32_t length, float bias, float lambd, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] < -lambd ? x[i] + bias : x[i] > lambd ? x[i] - bias : 0;
    }
}

#endif
