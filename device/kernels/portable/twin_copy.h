/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors of two positions side by side: the word for an input holds its byte at the first position
   in bits 0 to 7, at the second in bits 16 to 23. `to`: where its first byte is. */
#ifndef MOTE_TWIN_COPY_H
#define MOTE_TWIN_COPY_H

#include <stdint.h>

/* to[4 * i] = x[i] + 128; the sum of them. */
static inline uint32_t mote_twin_copy(const int8_t *x, int32_t count, uint8_t *to)
{
    uint32_t sum = 0;
    for (int32_t i = 0; i < count; i++) {
        to[4 * i] = (uint8_t)(x[i] + 128);
        sum += to[4 * i];
    }
    return sum;
}

#endif
