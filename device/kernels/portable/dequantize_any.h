/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = scale * (x[i] - zero). x and y must not overlap. */
#ifndef MOTE_DEQUANTIZE_ANY_H
#define MOTE_DEQUANTIZE_ANY_H

#include <stdint.h>

static void mote_dequantize_any(const any_t *x, int32_t length, float scale, int32_t zero, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = (float)(x[i] - zero) * scale;
    }
}

#endif
