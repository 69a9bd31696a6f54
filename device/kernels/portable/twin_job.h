/* SPDX-License-Identifier: Apache-2.0 */
/* What walks over two positions share; see twin_sums.h. */
#ifndef MOTE_TWIN_JOB_H
#define MOTE_TWIN_JOB_H

#include <stdint.h>

/* How many inputs are in `words` words. */
static inline int32_t mote_twin_inputs(int32_t bits, int32_t words)
{
    return bits == 2 ? 2 * words : bits == 3 ? words / 3 * 4 : words;
}

/* x before the first vector: compilers must not make a call of memset of it. */
static inline void mote_twin_clear(void *x, int32_t inputs)
{
    volatile uint32_t *const words = (volatile uint32_t *)x;
    for (int32_t i = 0; i < inputs; i++) {
        words[i] = 0;
    }
}

/* As mote_bytes_fill, for one of two positions (see twin_copy.h). Returns where it ended. */
static inline uint8_t *mote_twin_fill(uint8_t *to, int32_t count, uint8_t value)
{
    for (int32_t i = 0; i < count; i++, to += 4) {
        *to = value;
    }
    return to;
}

#endif
