/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/nibbles.h, in ARMv6-M assembly: 39 cycles for two inputs of eight rows, 2.4 for each
   product, and half the flash of quads. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_NIBBLES_H
#define MOTE_NIBBLES_H

#include <stdint.h>

#include "mote/naked.h"
#include "byte_rows.h"
#include "quads_job.h"
#include "quads_steps.h"

/* One word and one input (r4): a r8, b r9, r r10, u r11, v r12; r7: 0xf000f. */
#define MOTE_NIBBLES_STEP(word) \
    "lsrs r5, " word ", #16\n muls r5, r4, r5\n add r9, r5\n" \
    "rev r5, " word "\n muls r5, r4, r5\n add r10, r5\n" \
    "lsrs r5, " word ", #4\n ands r5, r7\n muls r5, r4, r5\n add r11, r5\n" \
    "lsrs r5, " word ", #12\n ands r5, r7\n muls r5, r4, r5\n add r12, r5\n" \
    "muls " word ", r4, " word "\n add r8, " word "\n"

/* Two inputs at r1 + at: 70 bytes of code. */
#define MOTE_NIBBLES_PAIR(at, next) \
    "ldm r0!, {r2, r3}\n" \
    "ldrb r4, [r1, #" #at "]\n" MOTE_NIBBLES_STEP("r2") \
    "ldrb r4, [r1, #" #next "]\n" MOTE_NIBBLES_STEP("r3")

MOTE_NAKED static void mote_nibbles(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED, const mote_quads_job *job MOTE_UNNAMED)
{
    /* Frame: 28 halves of the block to go, 32 row 7. */
    __asm__(
        MOTE_WALK_ENTER("15")
        "7: ldr r7, [sp, #36]\n"
        "ldr r5, [r7, #20]\n ldr r6, [r7, #24]\n"
        MOTE_QUADS_START("r8", "r9", "r10")
        "ldr r6, [r7, #36]\n"
        "ldm r0!, {r2, r3}\n"
        "adds r2, r2, r6\n adds r3, r3, r6\n"
        "mov r11, r2\n mov r12, r3\n"
        "ldr r7, 8f\n"
        "ldr r6, [sp, #0]\n"
        "ldr r1, [sp, #4]\n"
        "ldr r4, [sp, #8]\n"
        "bx r4\n"
        ".balign 4\n"
        "8: .word 0x000f000f\n"

        MOTE_ROWS_EXACT

        ".balign 4\n"
        "4:\n"
        MOTE_NIBBLES_PAIR(0, 1) MOTE_NIBBLES_PAIR(2, 3)
        MOTE_NIBBLES_PAIR(4, 5) MOTE_NIBBLES_PAIR(6, 7)
        MOTE_NIBBLES_PAIR(8, 9) MOTE_NIBBLES_PAIR(10, 11)
        MOTE_NIBBLES_PAIR(12, 13) MOTE_NIBBLES_PAIR(14, 15)
        "adds r1, #16\n"
        "cmp r1, r6\n"
        "beq 6f\n"
        "b 4b\n"

        /* r4 s0 + 16 s1, r2 s2 + 16 s3, r5 s4 + 16 s5, r3 s6 + 16 s7. */
        "6: str r0, [sp, #16]\n"
        MOTE_QUADS_ROWS_OF_SUMS
        "mov r6, r11\n"
        "lsls r7, r6, #16\n lsrs r7, r7, #12\n"
        "subs r7, r4, r7\n lsls r7, r7, #12\n asrs r7, r7, #12\n"
        "subs r4, r4, r7\n asrs r4, r4, #4\n"
        "subs r6, r6, r4\n lsrs r6, r6, #12\n"
        "mov r8, r4\n mov r4, r7\n"
        "subs r7, r5, r6\n lsls r7, r7, #12\n asrs r7, r7, #12\n"
        "subs r5, r5, r7\n asrs r5, r5, #4\n"
        "mov r11, r7\n"
        "mov r6, r12\n"
        "mov r12, r5\n"
        "lsls r7, r6, #16\n lsrs r7, r7, #12\n"
        "subs r7, r2, r7\n lsls r7, r7, #12\n asrs r7, r7, #12\n"
        "subs r2, r2, r7\n asrs r2, r2, #4\n"
        "mov r9, r7\n mov r10, r2\n"
        "subs r6, r6, r2\n lsrs r6, r6, #12\n"
        "subs r7, r3, r6\n lsls r7, r7, #12\n asrs r7, r7, #12\n"
        "subs r3, r3, r7\n asrs r3, r3, #4\n"
        "mov lr, r7\n"
        "str r3, [sp, #32]\n"
        "mov r2, r4\n"
        "movs r1, #2\n"
        "10: str r1, [sp, #28]\n"
        MOTE_ROWS_FOUR
        "ldr r1, [sp, #32]\n mov r10, r1\n"
        "mov r2, r11\n mov r8, r12\n mov r9, lr\n"
        "ldr r1, [sp, #28]\n"
        "subs r1, #1\n"
        "beq 4f\n"
        "b 10b\n"
        "4: ldr r0, [sp, #16]\n"
        "ldr r4, [sp, #24]\n"
        "subs r4, #1\n"
        "str r4, [sp, #24]\n"
        "beq 4f\n"
        "b 7b\n"
        "4:\n" MOTE_WALK_LEAVE
        MOTE_ROWS_STUBS);
}

#endif
