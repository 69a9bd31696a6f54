/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = max(x[i], zero). x and y may be the same array. */
#ifndef MOTE_RELU_S8_H
#define MOTE_RELU_S8_H

#include <stdint.h>

static void mote_relu_s8(const int8_t *x, int32_t length, int32_t zero, int8_t *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = x[i] < zero ? (int8_t)zero : x[i];
    }
}

#endif
