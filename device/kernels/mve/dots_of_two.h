/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/dots_of_two.h, sum += w[i] * x[i], in Helium: two vectors and three rows share their
   loads, 23 instructions for 192 products where the plain loop takes 770. */
#ifndef MOTE_DOTS_OF_TWO_H
#define MOTE_DOTS_OF_TWO_H

#include <stdint.h>

#include "mote/naked.h"
#include "dots.h"

/* 16 products for each of three rows and two vectors; "a": add them to the sums. */
#define MOTE_DOTS_SIX(a) \
    "vldrb.8 q0, [r1], #16\n vldrb.8 q2, [r5], #16\n vmladav" a ".s8 r2, q0, q2\n" \
    "vldrb.8 q1, [r3], #16\n vmladav" a ".s8 r4, q1, q2\n" \
    "vldrb.8 q3, [r7], #16\n vmladav" a ".s8 r6, q0, q3\n vmladav" a ".s8 r8, q1, q3\n" \
    "vldrb.8 q2, [r9], #16\n vmladav" a ".s8 r10, q0, q2\n vmladav" a ".s8 r12, q1, q2\n"

MOTE_NAKED static void mote_dots_of_two(
    const int8_t *x MOTE_UNNAMED, const int8_t *w MOTE_UNNAMED,
    int32_t columns MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED)
{
    /* Frame: 0 the vectors, 8 pairs of steps behind the first one, 12 where the sums of threes end,
       16 rows behind them, 20 columns, 24 where the code goes on behind the first step, 28 steps.
       r0 sums, r11 from the end of three rows to the next three. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "ldr r12, [sp, #36]\n"
        "sub sp, #36\n"
        "add r4, r2, #15\n bic r4, r4, #15\n"
        "add r6, r0, r4\n strd r0, r6, [sp]\n"
        "lsrs r6, r4, #4\n str r6, [sp, #28]\n"
        "adr.w r8, 21f\n adr.w r9, 20f\n"
        "subs r6, #1\n lsrs r6, r6, #1\n"
        "it cs\n movcs r8, r9\n"
        "add r8, #1\n str r8, [sp, #24]\n"
        "movs r7, #3\n udiv r8, r3, r7\n mls r9, r8, r7, r3\n"
        "mul r7, r8, r7\n add r7, r12, r7, lsl #2\n"
        "strd r6, r7, [sp, #8]\n strd r9, r2, [sp, #16]\n"
        "mov r0, r12\n"
        "mov r5, r1\n"
        "add r11, r2, r2, lsl #1\n sub r11, r11, r4\n"
        "cmp r0, r7\n"
        "beq 4f\n"
        "add r7, r5, r2\n add r9, r7, r2\n"

        "1: ldrd r1, r3, [sp]\n"
        "ldr lr, [sp, #8]\n"
        MOTE_DOTS_SIX("")
        "ldr pc, [sp, #24]\n"
        "20:\n"
        MOTE_DOTS_SIX("a")
        "21: wls lr, lr, 3f\n"
        "2:\n"
        MOTE_DOTS_SIX("a") MOTE_DOTS_SIX("a")
        "le lr, 2b\n"
        "3: strd r2, r6, [r0], #12\n str r10, [r0, #-4]\n"
        "ldr lr, [sp, #12]\n"
        "strd r4, r8, [r0, #244]\n str r12, [r0, #252]\n"
        "add r5, r11\n add r7, r11\n add r9, r11\n"
        "cmp r0, lr\n"
        "bne 1b\n"

        /* Row by row. */
        "4: ldrd r8, r9, [sp, #16]\n"
        "ldr r10, [sp, #28]\n"
        "5: subs r8, #1\n"
        "bmi 8f\n"
        "ldrd r1, r3, [sp]\n"
        "mov r6, r5\n"
        "movs r2, #0\n movs r4, #0\n"
        "mov lr, r10\n"
        "6: vldrb.8 q0, [r1], #16\n vldrb.8 q2, [r6], #16\n vmladava.s8 r2, q0, q2\n"
        "vldrb.8 q1, [r3], #16\n vmladava.s8 r4, q1, q2\n"
        "le lr, 6b\n"
        "str r4, [r0, #256]\n str r2, [r0], #4\n"
        "add r5, r9\n"
        "b 5b\n"
        "8: add sp, #36\n"
        "pop {r4-r11, pc}\n");
}

#endif
