/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes + 128. */
#ifndef MOTE_BYTES_FLIP_H
#define MOTE_BYTES_FLIP_H

#include <stdint.h>

/* to[i] = x[i] + 128. The two may be the same array. */
static inline void mote_bytes_flip(const int8_t *x, int32_t count, uint8_t *to)
{
    int32_t i = 0;
    if ((((uintptr_t)x | (uintptr_t)to) & 3u) == 0) {
        const uint32_t *from = (const uint32_t *)(const void *)x;
        uint32_t *words = (uint32_t *)(void *)to;
        for (; i + 4 <= count; i += 4) {
            *words++ = *from++ ^ 0x80808080u;
        }
    }
    for (; i < count; i++) {
        to[i] = (uint8_t)(x[i] + 128);
    }
}

#endif
