/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves_single.h, in ARMv7E-M assembly. The innermost loop of four rows is, for each
   pair of inputs and each of two words,
     t += word . x; word = low_bytes(word); a += word . x;
   with the loads 27 instructions for 32 products: 0.84 each where the plain C loop takes 5. */
#ifndef MOTE_HALVES_SINGLE_H
#define MOTE_HALVES_SINGLE_H

#include <stdint.h>

#include "mote/naked.h"
#include "halves_job.h"

/* A pair of inputs and four rows. */
#define MOTE_HALVES_SINGLE_PAIR(w0, w1, x) \
    "smlad r10, " w0 ", " x ", r10\n sxtb16 " w0 ", " w0 "\n" \
    "smlad r11, " w1 ", " x ", r11\n sxtb16 " w1 ", " w1 "\n" \
    "smlad r12, " w0 ", " x ", r12\n smlad lr, " w1 ", " x ", lr\n"

/* Four pairs: 108 bytes of code. */
#define MOTE_HALVES_SINGLE_STEP \
    "ldm.w r1!, {r2-r5}\n" \
    "ldm.w r0!, {r6-r9}\n" \
    MOTE_HALVES_SINGLE_PAIR("r6", "r7", "r2") MOTE_HALVES_SINGLE_PAIR("r8", "r9", "r3") \
    "ldm.w r0!, {r6-r9}\n" \
    MOTE_HALVES_SINGLE_PAIR("r6", "r7", "r4") MOTE_HALVES_SINGLE_PAIR("r8", "r9", "r5")

/* A row's doubled sum becomes a byte; r6: shifts, r7: odd_zero. */
#define MOTE_HALVES_SINGLE_BYTE(sum, multiplier) \
    "lsl r8, r7, r6\n add r8, r8, " sum ", asr #31\n" \
    "smmlar " sum ", " sum ", " multiplier ", r8\n" \
    "asr " sum ", " sum ", r6\n ssat " sum ", #8, " sum ", asr #1\n"

MOTE_NAKED static void mote_halves_single(const uint32_t *stream MOTE_UNNAMED,
                                          const int16_t *x MOTE_UNNAMED, int8_t *y MOTE_UNNAMED,
                                          const mote_halves_job *job MOTE_UNNAMED)
{
    /* Frame: 0 y, 4 odd_zero, 8 scales, 12 scale step, 16 blocks to go, 20 x, 24 end of x, 28 where
       the first step begins in the code, 32 unused. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "sub sp, #36\n"
        "ldm r3, {r4-r9}\n"
        "strd r2, r9, [sp, #0]\n"
        "strd r4, r5, [sp, #8]\n"
        "strd r7, r1, [sp, #16]\n"
        "add r9, r1, r6, lsl #2\n"
        /* The loop is four steps long; a count that is no multiple enters in the middle of it. */
        "rsb r6, r6, #0\n"
        "and r6, r6, #12\n"
        "mov r2, #27\n"
        "mul r6, r6, r2\n"
        "adr r10, 4f\n"
        "add r10, r10, r6\n"
        "add r10, r10, #1\n"
        "strd r9, r10, [sp, #24]\n"

        "7: ldm r0!, {r10, r11, r12, lr}\n"
        "ldr r1, [sp, #20]\n"
        "ldr pc, [sp, #28]\n"
        ".balign 4\n"
        "4:\n"
        ".rept 4\n" MOTE_HALVES_SINGLE_STEP ".endr\n"
        "ldr r2, [sp, #24]\n"
        "cmp r1, r2\n"
        "bne 4b\n"

        "ldrd r8, r9, [sp, #8]\n"
        "ldm r8, {r2-r6}\n"
        "ldrd r1, r7, [sp, #0]\n"
        "add r8, r8, r9\n"
        "str r8, [sp, #8]\n"
        "sub r10, r10, r12\n lsl r12, r12, #1\n asr r10, r10, #7\n"
        "sub r11, r11, lr\n lsl lr, lr, #1\n asr r11, r11, #7\n"
        MOTE_HALVES_SINGLE_BYTE("r12", "r2") "lsr r6, r6, #8\n"
        MOTE_HALVES_SINGLE_BYTE("r10", "r3") "lsr r6, r6, #8\n"
        MOTE_HALVES_SINGLE_BYTE("lr", "r4") "lsr r6, r6, #8\n"
        MOTE_HALVES_SINGLE_BYTE("r11", "r5")
        "bfi r12, r10, #8, #8\n bfi r12, lr, #16, #8\n bfi r12, r11, #24, #8\n"
        "str r12, [r1], #4\n"
        "str r1, [sp, #0]\n"
        "ldr r2, [sp, #16]\n"
        "subs r2, r2, #1\n"
        "str r2, [sp, #16]\n"
        "bne 7b\n"
        "add sp, #36\n"
        "pop {r4-r11, pc}\n");
}

#endif
