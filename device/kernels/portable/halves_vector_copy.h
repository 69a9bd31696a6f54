/* SPDX-License-Identifier: Apache-2.0 */
/* int8 values as pairs of halves for halves_single.h: (0, 2), (1, 3) of each four. */
#ifndef MOTE_HALVES_VECTOR_COPY_H
#define MOTE_HALVES_VECTOR_COPY_H

#include <stdint.h>

/* count: a multiple of four. */
static inline void mote_halves_vector_copy(const int8_t *x, int32_t count, int16_t *to)
{
    for (int32_t i = 0; i < count; i++) {
        to[i / 4 * 4 + i % 2 * 2 + i % 4 / 2] = x[i];
    }
}

#endif
