/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves.h, in ARMv7E-M assembly. The innermost loop of four rows and two positions is,
   for each pair of inputs and each of two words,
     t_p += word . x_p; t_q += word . x_q; word = low_bytes(word); a_p += ...; a_q += ...;
   with the loads 12 instructions for 16 products: 0.75 each where the plain C loop takes 5. */
#ifndef MOTE_HALVES_H
#define MOTE_HALVES_H

#include <stdint.h>

#include "mote/naked.h"
#include "halves_job.h"

/* One pair of inputs of both positions, 48 bytes of code; q0 .. q3: what q's sums were. */
#define MOTE_HALVES_STEP_FROM(q0, q1, q2, q3) \
    "ldrd r2, r3, [r1], #8\n" \
    "ldm r0!, {r12, lr}\n" \
    "smlad r5, r12, r3, " q0 "\n smlad r4, r12, r2, r4\n" \
    "sxtb16 r12, r12\n" \
    "smlad r7, lr, r3, " q1 "\n smlad r6, lr, r2, r6\n" \
    "sxtb16 lr, lr\n" \
    "smlad r9, r12, r3, " q2 "\n smlad r8, r12, r2, r8\n" \
    "smlad r11, lr, r3, " q3 "\n smlad r10, lr, r2, r10\n"
#define MOTE_HALVES_STEP MOTE_HALVES_STEP_FROM("r5", "r7", "r9", "r11")

/* t and a of one position become two rows' doubled sums. */
#define MOTE_HALVES_SPLIT(t, a) \
    "sub " t ", " t ", " a "\n" \
    "lsl " a ", " a ", #1\n" \
    "asr " t ", " t ", #7\n"

/* A row's doubled sums of both positions become bytes; r0: scales, r1: odd_zero, r12: shifts. */
#define MOTE_HALVES_ROW(at, p, q) \
    "ldr r2, [r0, #" #at "]\n" \
    "lsl r3, r1, r12\n" \
    "add lr, r3, " q ", asr #31\n add r3, r3, " p ", asr #31\n" \
    "smmlar " p ", " p ", r2, r3\n smmlar " q ", " q ", r2, lr\n" \
    "asr " p ", " p ", r12\n asr " q ", " q ", r12\n" \
    "ssat " p ", #8, " p ", asr #1\n ssat " q ", #8, " q ", asr #1\n"
#define MOTE_HALVES_NEXT_ROW "lsr r12, r12, #8\n"

#define MOTE_HALVES_JOIN(y0, y1, y2, y3) \
    "bfi " y0 ", " y1 ", #8, #8\n bfi " y0 ", " y2 ", #16, #8\n bfi " y0 ", " y3 ", #24, #8\n"

MOTE_NAKED static void mote_halves(const uint32_t *stream MOTE_UNNAMED,
                                   const int16_t *x MOTE_UNNAMED, int8_t *y MOTE_UNNAMED,
                                   const mote_halves_job *job MOTE_UNNAMED)
{
    /* Frame: 0 y, 4 scales, 8 odd_zero, 12 y step, 16 scale step, 20 blocks to go, 24 x, 28 end of
       x, 32 where the first step of the loop is, 36 stream. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "sub sp, #40\n"
        "ldm r3, {r4-r9}\n"
        "strd r2, r4, [sp, #0]\n"
        "strd r9, r8, [sp, #8]\n"
        "strd r5, r7, [sp, #16]\n"
        "add r9, r1, r6, lsl #3\n"
        "strd r1, r9, [sp, #24]\n"
        /* The first step is by itself: both positions begin with the same sums. The loop is eight
           steps long; a count that is no multiple enters in the middle of it, none at its end. */
        "subs r6, r6, #1\n"
        "rsb r6, r6, #0\n"
        "and r6, r6, #7\n"
        "it eq\n"
        "moveq r6, #8\n"
        "add r6, r6, r6, lsl #1\n"
        "adr r10, 4f\n"
        "add r10, r10, r6, lsl #4\n"
        "add r10, r10, #1\n"
        "str r10, [sp, #32]\n"

        "7: ldm r0!, {r4, r6, r8, r10}\n"
        "ldr r1, [sp, #24]\n"
        MOTE_HALVES_STEP_FROM("r4", "r6", "r8", "r10")
        "ldr pc, [sp, #32]\n"
        ".balign 4\n"
        "4:\n"
        ".rept 8\n" MOTE_HALVES_STEP ".endr\n"
        "ldr r2, [sp, #28]\n"
        "cmp r1, r2\n"
        "bne 4b\n"

        "str r0, [sp, #36]\n"
        "ldrd r0, r1, [sp, #4]\n"
        "ldr r12, [r0, #16]\n"
        MOTE_HALVES_SPLIT("r4", "r8") MOTE_HALVES_SPLIT("r5", "r9")
        MOTE_HALVES_SPLIT("r6", "r10") MOTE_HALVES_SPLIT("r7", "r11")
        MOTE_HALVES_ROW(0, "r8", "r9") MOTE_HALVES_NEXT_ROW
        MOTE_HALVES_ROW(4, "r4", "r5") MOTE_HALVES_NEXT_ROW
        MOTE_HALVES_ROW(8, "r10", "r11") MOTE_HALVES_NEXT_ROW
        MOTE_HALVES_ROW(12, "r6", "r7")
        MOTE_HALVES_JOIN("r8", "r4", "r10", "r6") MOTE_HALVES_JOIN("r9", "r5", "r11", "r7")
        "ldrd r2, r3, [sp, #12]\n"
        "ldr r1, [sp, #0]\n"
        "add r0, r0, r3\n"
        "str r9, [r1, r2]\n"
        "str r8, [r1], #4\n"
        "strd r1, r0, [sp, #0]\n"
        "ldr r2, [sp, #20]\n"
        "ldr r0, [sp, #36]\n"
        "subs r2, r2, #1\n"
        "str r2, [sp, #20]\n"
        "bne 7b\n"
        "add sp, #40\n"
        "pop {r4-r11, pc}\n");
}

#endif
