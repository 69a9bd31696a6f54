/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] rounded toward 0, held in first .. end - 1 (all that the type can hold); NaN gives 0.
   A type of one byte may be written over x. */
#ifndef MOTE_CONVERT_REAL_ANY_H
#define MOTE_CONVERT_REAL_ANY_H

#include <stdint.h>

static void mote_convert_real_any(const float *x, int32_t length, float first, float end, any_t *y)
{
    const uint64_t signs = first < 0 ? (uint64_t)1 << (8 * sizeof(any_t) - 1) : 0;
    for (int32_t i = 0; i < length; i++) {
        const float real = x[i];
        if (real > first && real < end) {
            y[i] = (any_t)real;
        } else {
            y[i] = (any_t)(real <= first ? signs : real >= end ? signs - 1 : 0);
        }
    }
}

#endif
