/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of walks over quads, see portable/quads_walk.h, in ARMv6-M assembly. The innermost loop
   of eight rows is, for each input,
     a += quad * x; b += (quad >> 16) * x; r += rev(quad) * x;      twice,
   21 cycles for 8 products: 2.6 each where the plain C loop takes 11 (a load of 4 words 5, two
   bytes of x 4, and for each of 4 quads LSRS, REV, 3 MULS, 3 ADD). */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_QUADS_STEPS_H
#define MOTE_QUADS_STEPS_H

/* One quad and one input (r4): sums in a, b, r. */
#define MOTE_QUADS_STEP(quad, a, b, r) \
    "lsrs r5, " quad ", #16\n muls r5, r4, r5\n add " b ", r5\n" \
    "rev r5, " quad "\n muls r5, r4, r5\n add " r ", r5\n" \
    "muls " quad ", r4, " quad "\n add " a ", " quad "\n"

/* Two inputs at r1 + at: 70 bytes of code. */
#define MOTE_QUADS_PAIR(at, next) \
    "ldm r0!, {r2, r3, r6, r7}\n" \
    "ldrb r4, [r1, #" #at "]\n" \
    MOTE_QUADS_STEP("r2", "r8", "r9", "r10") MOTE_QUADS_STEP("r3", "r11", "r12", "lr") \
    "ldrb r4, [r1, #" #next "]\n" \
    MOTE_QUADS_STEP("r6", "r8", "r9", "r10") MOTE_QUADS_STEP("r7", "r11", "r12", "lr")

/* Starts of a quad's sums; r5 and r6: the job's offsets. */
#define MOTE_QUADS_START(a, b, r) \
    "ldm r0!, {r2, r3, r4}\n" \
    "adds r2, r2, r5\n adds r3, r3, r6\n adds r4, r4, r5\n" \
    "mov " a ", r2\n mov " b ", r3\n mov " r ", r4\n"

/* What a loop takes at once; MOTE_SMALL: libraries of few weights, where code counts. */
#ifdef MOTE_SMALL
#define MOTE_QUADS_INPUTS "4"
#define MOTE_QUADS_MASK "3"
#define MOTE_QUADS_PAIRS MOTE_QUADS_PAIR(0, 1) MOTE_QUADS_PAIR(2, 3)
#else
#define MOTE_QUADS_INPUTS "16"
#define MOTE_QUADS_MASK "15"
#define MOTE_QUADS_PAIRS \
    MOTE_QUADS_PAIR(0, 1) MOTE_QUADS_PAIR(2, 3) MOTE_QUADS_PAIR(4, 5) MOTE_QUADS_PAIR(6, 7) \
    MOTE_QUADS_PAIR(8, 9) MOTE_QUADS_PAIR(10, 11) MOTE_QUADS_PAIR(12, 13) MOTE_QUADS_PAIR(14, 15)
#endif

/* Beginning of a walk's function: its arguments are stream, x, y and job. A count of inputs that is
   no multiple of the loop's (mask + 1) enters in the middle of the loop, which is the next 4:. Frame:
   0 end of x, 4 where the first step begins to read x, 8 where it begins in the code, 12 y, 16
   stream, 20 scales, 24 blocks to go, 28 quads of the block to go, 32 free, 36 job. */
#define MOTE_WALK_ENTER(mask) \
    ".syntax unified\n" \
    "push {r4-r7, lr}\n" \
    "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n" \
    "push {r3-r7}\n" \
    "sub sp, #36\n" \
    "str r2, [sp, #12]\n" \
    "ldr r4, [r3, #0]\n str r4, [sp, #20]\n" \
    "ldr r4, [r3, #12]\n str r4, [sp, #24]\n" \
    "ldr r4, [r3, #8]\n" \
    "adds r5, r1, r4\n str r5, [sp, #0]\n" \
    "negs r5, r4\n" \
    "movs r4, #" mask "\n" \
    "ands r5, r4\n" \
    "subs r1, r1, r5\n str r1, [sp, #4]\n" \
    "movs r4, #35\n muls r5, r4, r5\n" \
    "adr r4, 4f\n adds r4, r4, r5\n adds r4, #1\n str r4, [sp, #8]\n"

/* Its end. */
#define MOTE_WALK_LEAVE \
    "add sp, #40\n" \
    "pop {r4-r7}\n" \
    "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n" \
    "pop {r4-r7, pc}\n"

/* Blocks of eight rows and a single quad. Goes on at the next 5: with r1 = 1 behind the single one,
   at the next 6: behind a block; comes back at 7b, and leaves when all is done. */
#define MOTE_QUADS_WALK \
    "7: ldr r4, [sp, #24]\n" \
    "subs r4, #1\n" \
    "str r4, [sp, #24]\n" \
    "ldr r7, [sp, #36]\n" \
    "ldr r5, [r7, #20]\n ldr r6, [r7, #24]\n" \
    "bmi 6f\n" \
    MOTE_QUADS_START("r8", "r9", "r10") MOTE_QUADS_START("r11", "r12", "lr") \
    "ldr r1, [sp, #4]\n" \
    "ldr r4, [sp, #8]\n" \
    "bx r4\n" \
    "6: adds r4, #1\n" \
    "bmi 5f\n" \
    "ldr r4, [r7, #16]\n" \
    "cmp r4, #0\n" \
    "bne 8f\n" \
    "5:\n" MOTE_WALK_LEAVE \
    "8:\n" \
    MOTE_QUADS_START("r8", "r9", "r10") \
    "ldr r6, [sp, #0]\n" \
    "ldr r1, [r7, #8]\n subs r1, r6, r1\n" \
    "8: ldm r0!, {r2, r3}\n" \
    "ldrb r4, [r1, #0]\n" MOTE_QUADS_STEP("r2", "r8", "r9", "r10") \
    "ldrb r4, [r1, #1]\n" MOTE_QUADS_STEP("r3", "r8", "r9", "r10") \
    "adds r1, #2\n" \
    "cmp r1, r6\n" \
    "bne 8b\n" \
    "movs r1, #1\n" \
    "b 5f\n" \
    ".balign 4\n" \
    "4:\n" \
    MOTE_QUADS_PAIRS \
    "adds r1, #" MOTE_QUADS_INPUTS "\n" \
    "ldr r5, [sp, #0]\n" \
    "cmp r1, r5\n" \
    "beq 6f\n" \
    "b 4b\n"

/* The sums of four rows out of a, b, r in r8, r9, r10: r4, r2, r5, r3. Uses r6. */
#define MOTE_QUADS_ROWS_OF_SUMS \
    "mov r3, r9\n mov r2, r8\n mov r4, r10\n" \
    "lsls r5, r3, #16\n subs r2, r2, r5\n" \
    "lsls r5, r3, #8\n subs r4, r4, r5\n" \
    "lsls r5, r2, #24\n subs r4, r4, r5\n" \
    "lsls r5, r4, #8\n subs r5, r3, r5\n lsls r5, r5, #8\n asrs r5, r5, #8\n" \
    "subs r3, r3, r5\n asrs r3, r3, #8\n" \
    "subs r4, r4, r3\n lsls r6, r3, #16\n adds r4, r4, r6\n lsrs r4, r4, #8\n" \
    "subs r4, r2, r4\n lsls r4, r4, #8\n asrs r4, r4, #8\n" \
    "subs r2, r2, r4\n asrs r2, r2, #8\n"

#endif
