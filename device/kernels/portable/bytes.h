/* SPDX-License-Identifier: Apache-2.0 */
/* Short runs of bytes. */
#ifndef MOTE_BYTES_H
#define MOTE_BYTES_H

#include <stdint.h>

/* `runs` runs of `length` bytes, `step` apart in x, to_step apart in `to`. */
static inline void mote_bytes_copy(const int8_t *x, int32_t step, int32_t length, int32_t runs,
                                   int8_t *to, int32_t to_step)
{
    for (; runs > 0; runs--, x += step, to += to_step) {
        for (int32_t i = 0; i < length; i++) {
            to[i] = x[i];
        }
    }
}

static inline void mote_bytes_set(int8_t value, int32_t count, int8_t *to)
{
    for (int32_t i = 0; i < count; i++) {
        to[i] = value;
    }
}

#endif
