/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = max(x[i], zero). x and y may be the same array. */
#ifndef MOTE_RELU_ANY_H
#define MOTE_RELU_ANY_H

#include <stdint.h>

static void mote_relu_any(const any_t *x, int32_t length, int32_t zero, any_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] > (any_t)zero ? x[i] : (any_t)zero;
    }
}

#endif
