/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of walks over quads, see portable/quads_walk.h, in ARMv6-M assembly. The innermost loop of
   eight rows is, for each input,
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
