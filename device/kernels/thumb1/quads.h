/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/quads.h; quads_steps.h has the measure. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_QUADS_H
#define MOTE_QUADS_H

#include <stdint.h>

#include "mote/naked.h"
#include "byte_rows.h"
#include "quads_job.h"
#include "quads_steps.h"

MOTE_NAKED static void mote_quads(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED, const mote_quads_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_WALK_ENTER(MOTE_QUADS_MASK)
        MOTE_QUADS_WALK
        MOTE_ROWS_EXACT
        "6: movs r1, #2\n"

        /* The rows' sums out of a, b, r in r8, r9, r10. */
        "5: str r0, [sp, #16]\n"
        "10: str r1, [sp, #28]\n"
        MOTE_QUADS_ROWS_OF_SUMS
        "mov r8, r2\n mov r9, r5\n mov r10, r3\n mov r2, r4\n"
        MOTE_ROWS_FOUR
        "mov r8, r11\n mov r9, r12\n mov r10, lr\n"
        "ldr r1, [sp, #28]\n"
        "subs r1, #1\n"
        "beq 4f\n"
        "b 10b\n"
        "4: ldr r0, [sp, #16]\n"
        "b 7b\n"

        MOTE_ROWS_STUBS);
}

#endif
