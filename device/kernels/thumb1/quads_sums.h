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
    /* Frame: 0 end of x, 4 where the first step begins to read x, 8 where it begins in the code,
       12 sums, 16 stream, 24 blocks to go, 28 quads of the block to go, 32 job. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r3-r7}\n"
        "sub sp, #32\n"
        "str r2, [sp, #12]\n"
        "ldr r4, [r3, #12]\n str r4, [sp, #24]\n"
        "ldr r4, [r3, #8]\n"
        "adds r5, r1, r4\n str r5, [sp, #0]\n"
        /* A count that is no multiple of the loop's inputs enters in the middle of it. */
        "negs r5, r4\n"
        "movs r4, #" MOTE_QUADS_MASK "\n"
        "ands r5, r4\n"
        "subs r1, r1, r5\n str r1, [sp, #4]\n"
        "movs r4, #35\n muls r5, r4, r5\n"
        "adr r4, 4f\n adds r4, r4, r5\n adds r4, #1\n str r4, [sp, #8]\n"

        "7: ldr r4, [sp, #24]\n"
        "subs r4, #1\n"
        "str r4, [sp, #24]\n"
        "ldr r7, [sp, #32]\n"
        "ldr r5, [r7, #20]\n ldr r6, [r7, #24]\n"
        "bmi 6f\n"
        MOTE_QUADS_START("r8", "r9", "r10") MOTE_QUADS_START("r11", "r12", "lr")
        "ldr r1, [sp, #4]\n"
        "ldr r4, [sp, #8]\n"
        "bx r4\n"
        "6: adds r4, #1\n"
        "bmi 5f\n"
        "ldr r4, [r7, #16]\n"
        "cmp r4, #0\n"
        "bne 8f\n"
        "5: add sp, #36\n"
        "pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r4-r7, pc}\n"

        /* A single quad. */
        "8:\n"
        MOTE_QUADS_START("r8", "r9", "r10")
        "ldr r6, [sp, #0]\n"
        "ldr r1, [r7, #8]\n subs r1, r6, r1\n"
        "8: ldm r0!, {r2, r3}\n"
        "ldrb r4, [r1, #0]\n" MOTE_QUADS_STEP("r2", "r8", "r9", "r10")
        "ldrb r4, [r1, #1]\n" MOTE_QUADS_STEP("r3", "r8", "r9", "r10")
        "adds r1, #2\n"
        "cmp r1, r6\n"
        "bne 8b\n"
        "movs r1, #1\n"
        "b 5f\n"

        ".balign 4\n"
        "4:\n"
        MOTE_QUADS_PAIRS
        "adds r1, #" MOTE_QUADS_INPUTS "\n"
        "ldr r5, [sp, #0]\n"
        "cmp r1, r5\n"
        "beq 6f\n"
        "b 4b\n"
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
