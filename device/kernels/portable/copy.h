/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i], `bytes` of any type. x and y must not overlap. */
#ifndef MOTE_COPY_H
#define MOTE_COPY_H

#include <stdint.h>

static void mote_copy(const void *x, int32_t bytes, void *y)
{
    const uint8_t *from = (const uint8_t *)x;
    uint8_t *to = (uint8_t *)y;
    for (int32_t i = 0; i < bytes; i++) {
        to[i] = from[i];
    }
}

#endif
