/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves_vector.h, in ARMv7E-M assembly. The innermost loop of eight rows is, for each
   four inputs, a load and two extractions of x and, for each of eight words,
     t += word . x; word = low_bytes(word); a += word . x;
   31 instructions for 32 products: 0.97 each where the plain C loop takes 5. */
#ifndef MOTE_HALVES_VECTOR_H
#define MOTE_HALVES_VECTOR_H

#include <stdint.h>

#include "mote/naked.h"
#include "halves_job.h"

/* Eight rows and a pair of inputs. */
#define MOTE_HALVES_EIGHT(x) \
    "ldm r0!, {r12, lr}\n" \
    "smlad r4, r12, " x ", r4\n sxtb16 r12, r12\n" \
    "smlad r5, lr, " x ", r5\n sxtb16 lr, lr\n" \
    "smlad r8, r12, " x ", r8\n smlad r9, lr, " x ", r9\n" \
    "ldm r0!, {r12, lr}\n" \
    "smlad r6, r12, " x ", r6\n sxtb16 r12, r12\n" \
    "smlad r7, lr, " x ", r7\n sxtb16 lr, lr\n" \
    "smlad r10, r12, " x ", r10\n smlad r11, lr, " x ", r11\n"

/* Four inputs: 124 bytes of code. */
#define MOTE_HALVES_FOUR_INPUTS \
    "ldr r2, [r1], #4\n" \
    "sxtb16 r3, r2, ror #8\n sxtb16 r2, r2\n" MOTE_HALVES_EIGHT("r2") MOTE_HALVES_EIGHT("r3")

/* A row's doubled sum becomes a byte; r0: the scales, lr: odd_zero, r12: shifts. */
#define MOTE_HALVES_BYTE(at, sum) \
    "ldr r2, [r0, #" #at "]\n" \
    "lsl r3, lr, r12\n" \
    "add r3, r3, " sum ", asr #31\n smmlar " sum ", " sum ", r2, r3\n" \
    "asr " sum ", " sum ", r12\n ssat " sum ", #8, " sum ", asr #1\n"

/* t and a of two rows become four bytes. */
#define MOTE_HALVES_FOUR_ROWS(at, at1, at2, at3, shifts, t0, a0, t1, a1) \
    "ldr r12, [r0, #" #shifts "]\n" \
    "sub " t0 ", " t0 ", " a0 "\n lsl " a0 ", " a0 ", #1\n asr " t0 ", " t0 ", #7\n" \
    "sub " t1 ", " t1 ", " a1 "\n lsl " a1 ", " a1 ", #1\n asr " t1 ", " t1 ", #7\n" \
    MOTE_HALVES_BYTE(at, a0) "lsr r12, r12, #8\n" MOTE_HALVES_BYTE(at1, t0) "lsr r12, r12, #8\n" \
    MOTE_HALVES_BYTE(at2, a1) "lsr r12, r12, #8\n" MOTE_HALVES_BYTE(at3, t1)

#define MOTE_HALVES_WORD(y0, y1, y2, y3) \
    "bfi " y0 ", " y1 ", #8, #8\n bfi " y0 ", " y2 ", #16, #8\n bfi " y0 ", " y3 ", #24, #8\n" \
    "str " y0 ", [r1], #4\n"

MOTE_NAKED static void mote_halves_vector(const uint32_t *stream MOTE_UNNAMED,
                                          const int8_t *x MOTE_UNNAMED, int8_t *y MOTE_UNNAMED,
                                          const mote_halves_job *job MOTE_UNNAMED)
{
    /* Frame: 0 y, 4 scales, 8 odd_zero, 12 scale step, 16 blocks to go, 20 x, 24 end of x, 28 where
       the first step begins in the code, 32 stream. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "sub sp, #36\n"
        "ldm r3, {r4-r9}\n"
        "strd r2, r4, [sp, #0]\n"
        "strd r9, r5, [sp, #8]\n"
        "strd r7, r1, [sp, #16]\n"
        "add r9, r1, r6, lsl #1\n"
        "str r9, [sp, #24]\n"
        /* The loop is four steps long; a count that is no multiple enters in the middle of it. */
        "rsb r6, r6, #0\n"
        "and r6, r6, #6\n"
        "rsb r6, r6, r6, lsl #5\n"
        "adr r10, 4f\n"
        "add r10, r10, r6, lsl #1\n"
        "add r10, r10, #1\n"
        "str r10, [sp, #28]\n"

        "7: ldm r0!, {r4-r11}\n"
        "ldr r1, [sp, #20]\n"
        "ldr pc, [sp, #28]\n"
        ".balign 4\n"
        "4:\n"
        ".rept 4\n" MOTE_HALVES_FOUR_INPUTS ".endr\n"
        "ldr r2, [sp, #24]\n"
        "cmp r1, r2\n"
        "bne 4b\n"

        "str r0, [sp, #32]\n"
        "ldrd r1, r0, [sp, #0]\n"
        "ldr lr, [sp, #8]\n"
        MOTE_HALVES_FOUR_ROWS(0, 4, 8, 12, 32, "r4", "r8", "r5", "r9")
        MOTE_HALVES_FOUR_ROWS(16, 20, 24, 28, 36, "r6", "r10", "r7", "r11")
        MOTE_HALVES_WORD("r8", "r4", "r9", "r5") MOTE_HALVES_WORD("r10", "r6", "r11", "r7")
        "ldrd r3, r2, [sp, #12]\n"
        "add r0, r0, r3\n"
        "strd r1, r0, [sp, #0]\n"
        "ldr r0, [sp, #32]\n"
        "subs r2, r2, #1\n"
        "str r2, [sp, #16]\n"
        "bne 7b\n"
        "add sp, #36\n"
        "pop {r4-r11, pc}\n");
}

#endif
