/* SPDX-License-Identifier: Apache-2.0 */
/* Byte loops that compilers must not turn into calls of memset and memcpy: a library needs no
   libc. */
#ifndef MOTE_BYTES_FILL_H
#define MOTE_BYTES_FILL_H

#include <stdint.h>

/* Returns where it ended. */
static inline uint8_t *mote_bytes_fill(uint8_t *to, int32_t count, uint8_t value)
{
    volatile uint8_t *at = to;
    for (int32_t i = 0; i < count; i++) {
        at[i] = value;
    }
    return to + (count > 0 ? count : 0);
}

static inline void mote_bytes_move(const int8_t *from, int32_t count, int8_t *to)
{
    const volatile int8_t *at = from;
    for (int32_t i = 0; i < count; i++) {
        to[i] = at[i];
    }
}

#endif
