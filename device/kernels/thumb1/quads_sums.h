/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/quads_sums.h; quads_steps.h has the measure. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_QUADS_SUMS_H
#define MOTE_QUADS_SUMS_H

#include <stdint.h>

#include "mote/naked.h"
#include "quads_job.h"
#include "quads_steps.h"

MOTE_NAKED static void mote_quads_sums(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED, const mote_quads_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_WALK_ENTER(MOTE_QUADS_MASK)
        MOTE_QUADS_WALK
        "6: movs r1, #2\n"

        /* The rows' sums out of a, b, r in r8, r9, r10. */
        "5: str r0, [sp, #16]\n"
        "6: str r1, [sp, #28]\n"
        MOTE_QUADS_ROWS_OF_SUMS
        "ldr r7, [sp, #12]\n"
        "str r4, [r7, #0]\n str r2, [r7, #4]\n str r5, [r7, #8]\n str r3, [r7, #12]\n"
        "adds r7, #16\n str r7, [sp, #12]\n"
        "mov r8, r11\n mov r9, r12\n mov r10, lr\n"
        "ldr r1, [sp, #28]\n"
        "subs r1, #1\n"
        "bne 6b\n"
        "ldr r0, [sp, #16]\n"
        "b 7b\n");
}

#endif
