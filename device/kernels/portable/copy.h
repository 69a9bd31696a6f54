/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i], `bytes` of any type. x and y must not overlap. */
#ifndef MOTE_COPY_H
#define MOTE_COPY_H

#include <stdint.h>

#include "mote/apart.h"

MOTE_APART static void mote_copy(const void *x, int32_t bytes, void *y)
{
    int32_t i = 0;
    if ((((uintptr_t)x | (uintptr_t)y) & 3u) == 0) {
        const uint32_t *from = (const uint32_t *)x;
        uint32_t *to = (uint32_t *)y;
        for (; i + 4 <= bytes; i += 4) {
            *to++ = *from++;
        }
    }
    for (; i < bytes; i++) {
        ((uint8_t *)y)[i] = ((const uint8_t *)x)[i];
    }
}

#endif
