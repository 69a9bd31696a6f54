/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves_vector.h, in ARMv7E-M assembly. The innermost loop of four rows is, for each
   four inputs, a load and two extractions of x and, for each of four words,
     t += word . x; word = low_bytes(word); a += word . x;
   16 instructions for 16 products where the plain C loop takes 5 each. */
#ifndef MOTE_HALVES_VECTOR_H
#define MOTE_HALVES_VECTOR_H

#include <stdint.h>

#include "mote/naked.h"
#include "halves_job.h"

/* A pair of inputs and four rows. */
#define MOTE_HALVES_VECTOR_PAIR(w0, w1, x) \
    "smlad r4, " w0 ", " x ", r4\n sxtb16 " w0 ", " w0 "\n" \
    "smlad r5, " w1 ", " x ", r5\n sxtb16 " w1 ", " w1 "\n" \
    "smlad r6, " w0 ", " x ", r6\n smlad r7, " w1 ", " x ", r7\n"

/* Four inputs: 64 bytes of code. */
#define MOTE_HALVES_VECTOR_STEP \
    "ldr r2, [r1], #4\n" \
    "sxtb16 r3, r2, ror #8\n sxtb16 r2, r2\n" \
    "ldm r0!, {r8-r11}\n" \
    MOTE_HALVES_VECTOR_PAIR("r8", "r9", "r2") MOTE_HALVES_VECTOR_PAIR("r10", "r11", "r3")

/* A row's doubled sum becomes a byte; r3: odd_zero, r12: shifts. */
#define MOTE_HALVES_VECTOR_BYTE(sum, multiplier) \
    "lsl r2, r3, r12\n add r2, r2, " sum ", asr #31\n" \
    "smmlar " sum ", " sum ", " multiplier ", r2\n" \
    "asr " sum ", " sum ", r12\n ssat " sum ", #8, " sum ", asr #1\n"

MOTE_NAKED static void mote_halves_vector(const uint32_t *stream MOTE_UNNAMED,
                                          const int8_t *x MOTE_UNNAMED, int8_t *y MOTE_UNNAMED,
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
        "add r9, r1, r6, lsl #1\n"
        /* The loop is eight steps long; a count that is no multiple enters in the middle of it. */
        "rsb r6, r6, #0\n"
        "and r6, r6, #14\n"
        "adr r10, 4f\n"
        "add r10, r10, r6, lsl #5\n"
        "add r10, r10, #1\n"
        "strd r9, r10, [sp, #24]\n"

        "7: ldm r0!, {r4-r7}\n"
        "ldrd r1, lr, [sp, #20]\n"
        "ldr pc, [sp, #28]\n"
        ".balign 4\n"
        "4:\n"
        ".rept 8\n" MOTE_HALVES_VECTOR_STEP ".endr\n"
        "cmp r1, lr\n"
        "bne 4b\n"

        "ldr lr, [sp, #8]\n"
        "ldm lr, {r8-r12}\n"
        "ldrd r2, r3, [sp, #12]\n"
        "add lr, lr, r2\n"
        "str lr, [sp, #8]\n"
        "subs lr, r3, #1\n"
        "str lr, [sp, #16]\n"
        "ldrd r1, r3, [sp, #0]\n"
        "sub r4, r4, r6\n lsl r6, r6, #1\n asr r4, r4, #7\n"
        "sub r5, r5, r7\n lsl r7, r7, #1\n asr r5, r5, #7\n"
        MOTE_HALVES_VECTOR_BYTE("r6", "r8") "lsr r12, r12, #8\n"
        MOTE_HALVES_VECTOR_BYTE("r4", "r9") "lsr r12, r12, #8\n"
        MOTE_HALVES_VECTOR_BYTE("r7", "r10") "lsr r12, r12, #8\n"
        MOTE_HALVES_VECTOR_BYTE("r5", "r11")
        "bfi r6, r4, #8, #8\n bfi r6, r7, #16, #8\n bfi r6, r5, #24, #8\n"
        "str r6, [r1], #4\n"
        "str r1, [sp, #0]\n"
        "cmp lr, #0\n"
        "bne 7b\n"
        "add sp, #36\n"
        "pop {r4-r11, pc}\n");
}

#endif
