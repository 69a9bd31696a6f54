/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves_vector_copy.h: 7 instructions for four values. */
#ifndef MOTE_HALVES_VECTOR_COPY_H
#define MOTE_HALVES_VECTOR_COPY_H

#include <stdint.h>

#include "mote/naked.h"

MOTE_NAKED static void mote_halves_vector_copy(const int8_t *x MOTE_UNNAMED,
                                               int32_t count MOTE_UNNAMED, int16_t *to MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4, lr}\n"
        "cbz r1, 2f\n"
        "1: ldr r3, [r0], #4\n"
        "sxtb16 r4, r3, ror #8\n sxtb16 r3, r3\n"
        "strd r3, r4, [r2], #8\n"
        "subs r1, r1, #4\n"
        "bne 1b\n"
        "2: pop {r4, pc}\n");
}

#endif
