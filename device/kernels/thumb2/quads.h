/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/quads.h, in ARMv7-M assembly. The innermost loop of eight rows is, for each input,
     a += quad * x; r += rev(quad) * x; b += (quad >> 16) * x;      twice,
   1.48 instructions for a product where the plain C loop takes 1.9 (a load of 4 words, two bytes of
   x, and for each of 4 quads REV, LSRS and 3 MLA). */
#ifndef MOTE_QUADS_H
#define MOTE_QUADS_H

#include <stdint.h>

#include "mote/naked.h"
#include "quads_job.h"

/* One quad and one input (r6): sums in a, b, r. 16 bytes of code. */
#define MOTE_QUADS_STEP(quad, a, b, r) \
    "mla " a ", " quad ", r6, " a "\n" \
    "rev.n r7, " quad "\n mla " r ", r7, r6, " r "\n" \
    "lsrs.n r7, " quad ", #16\n mla " b ", r7, r6, " b "\n"

/* Two inputs at r1 + at: 70 bytes of code. */
#define MOTE_QUADS_PAIR(at, next) \
    "ldmia.n r0!, {r2, r3, r4, r5}\n" \
    "ldrb.n r6, [r1, #" #at "]\n" \
    MOTE_QUADS_STEP("r2", "r8", "r9", "r10") MOTE_QUADS_STEP("r3", "r11", "r12", "lr") \
    "ldrb.n r6, [r1, #" #next "]\n" \
    MOTE_QUADS_STEP("r4", "r8", "r9", "r10") MOTE_QUADS_STEP("r5", "r11", "r12", "lr")

/* Starts of a quad's sums; r5 and r6: the job's offsets. */
#define MOTE_QUADS_START(a, b, r) \
    "ldm r0!, {r2, r3, r4}\n" \
    "add " a ", r2, r5\n add " b ", r3, r6\n add " r ", r4, r5\n"

/* The sum becomes byte `at` of y by two words of scales; r8, r9: the shifts. */
#define MOTE_QUADS_ROW(sum, at) \
    "ldm r6!, {r0, r7}\n" \
    "asrs r10, r0, #16\n" \
    "bmi 2" #at "f\n" \
    "sxth r0, r0\n mla r0, " sum ", r0, r7\n asr r0, r0, r8\n" \
    "mla r0, " sum ", r10, r0\n asr r0, r0, r9\n" \
    "3" #at ": usat r0, #8, r0\n" \
    "subs r0, #128\n" \
    "strb r0, [r1, #" #at "]\n"

/* The same for a row that needs both of TFLite's roundings: r0 the multiplier, r7 what is added
   and the shift. */
#define MOTE_QUADS_EXACT(sum, at) \
    "2" #at ": bic r0, r0, #0x80000000\n" \
    "smull r10, r0, " sum ", r0\n" \
    "lsr r10, r10, #24\n orr r10, r10, r0, lsl #8\n" \
    "asr r0, " sum ", #31\n add r10, r10, r0, lsl #7\n" \
    "and r0, r7, #63\n sub r7, r7, r0\n add r10, r10, r7\n asr r0, r10, r0\n" \
    "b 3" #at "b\n"

MOTE_NAKED static void mote_quads(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED, const mote_quads_job *job MOTE_UNNAMED)
{
    /* Frame: 0 end of x, 4 where the first step begins to read x, 8 where it begins in the code,
       12 y, 16 stream, 20 scales, 24 blocks to go, 28 quads of the block to go, 32 job. */
    __asm__(
        ".syntax unified\n"
        "push {r3-r11, lr}\n"
        "sub sp, #32\n"
        "ldr r4, [r3, #0]\n ldr r6, [r3, #12]\n"
        "str r2, [sp, #12]\n str r4, [sp, #20]\n str r6, [sp, #24]\n"
        "ldr r4, [r3, #8]\n"
        "adds r5, r1, r4\n str r5, [sp, #0]\n"
        /* The loop is 16 inputs long; a count that is no multiple enters in the middle of it. */
        "negs r5, r4\n"
        "and r5, r5, #15\n"
        "subs r1, r1, r5\n str r1, [sp, #4]\n"
        "movs r4, #35\n muls r5, r4, r5\n"
        "adr r4, 4f\n adds r4, r4, r5\n adds r4, #1\n str r4, [sp, #8]\n"

        "7: ldr r7, [sp, #32]\n"
        "ldrd r5, r6, [r7, #20]\n"
        "ldr r4, [sp, #24]\n"
        "subs r4, #1\n"
        "str r4, [sp, #24]\n"
        "bmi 6f\n"
        MOTE_QUADS_START("r8", "r9", "r10") MOTE_QUADS_START("r11", "r12", "lr")
        "ldr r1, [sp, #4]\n"
        "ldr r4, [sp, #8]\n"
        "bx r4\n"
        "6: adds r4, #1\n"
        "bmi 5f\n"
        "ldr r4, [r7, #16]\n"
        "cbnz r4, 8f\n"
        "5: add sp, #36\n"
        "pop {r4-r11, pc}\n"

        /* A single quad. */
        "8:\n"
        MOTE_QUADS_START("r8", "r9", "r10")
        "ldr r5, [sp, #0]\n"
        "ldr r1, [r7, #8]\n subs r1, r5, r1\n"
        "8: ldm r0!, {r2, r3}\n"
        "ldrb r6, [r1], #1\n" MOTE_QUADS_STEP("r2", "r8", "r9", "r10")
        "ldrb r6, [r1], #1\n" MOTE_QUADS_STEP("r3", "r8", "r9", "r10")
        "cmp r1, r5\n"
        "bne 8b\n"
        "movs r1, #1\n"
        "b 5f\n"

        ".balign 4\n"
        "4:\n"
        MOTE_QUADS_PAIR(0, 1) MOTE_QUADS_PAIR(2, 3) MOTE_QUADS_PAIR(4, 5) MOTE_QUADS_PAIR(6, 7)
        MOTE_QUADS_PAIR(8, 9) MOTE_QUADS_PAIR(10, 11) MOTE_QUADS_PAIR(12, 13)
        MOTE_QUADS_PAIR(14, 15)
        "adds r1, #16\n"
        "ldr r7, [sp, #0]\n"
        "cmp r1, r7\n"
        "bne 4b\n"
        "movs r1, #2\n"

        /* The rows' sums out of a, b, r in r8, r9, r10: into r4, r2, r5, r3. */
        "5: str r0, [sp, #16]\n"
        "6: str r1, [sp, #28]\n"
        "sub r2, r8, r9, lsl #16\n"
        "sub r4, r10, r9, lsl #8\n sub r4, r4, r2, lsl #24\n"
        "sub r5, r9, r4, lsl #8\n sbfx r5, r5, #0, #24\n"
        "sub r3, r9, r5\n asrs r3, r3, #8\n"
        "subs r4, r4, r3\n add r4, r4, r3, lsl #16\n"
        "sub r4, r2, r4, lsr #8\n sbfx r4, r4, #0, #24\n"
        "subs r2, r2, r4\n asrs r2, r2, #8\n"
        "ldr r1, [sp, #12]\n ldr r6, [sp, #20]\n"
        "ldr r7, [sp, #32]\n ldrd r8, r9, [r7, #28]\n"
        MOTE_QUADS_ROW("r4", 0) MOTE_QUADS_ROW("r2", 1) MOTE_QUADS_ROW("r5", 2)
        MOTE_QUADS_ROW("r3", 3)
        "adds r1, #4\n str r1, [sp, #12]\n"
        "ldr r7, [sp, #32]\n ldr r7, [r7, #4]\n"
        "cbnz r7, 1f\n"
        "str r6, [sp, #20]\n"
        "1: ldr r1, [sp, #28]\n"
        "mov r8, r11\n mov r9, r12\n mov r10, lr\n"
        "subs r1, #1\n"
        "bne 6b\n"
        "ldr r0, [sp, #16]\n"
        "b 7b\n"
        MOTE_QUADS_EXACT("r4", 0) MOTE_QUADS_EXACT("r2", 1) MOTE_QUADS_EXACT("r5", 2)
        MOTE_QUADS_EXACT("r3", 3));
}

#endif
