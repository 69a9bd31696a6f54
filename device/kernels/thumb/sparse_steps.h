/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of functions that add up rows of weights without zeros, in assembly: r0 the
   codes, r1 where in x, r2 a table, r3 15, r4 and r5 free, r6 the end of a run, r7 its count, r8
   the sum, r9 the beginning of x, r10 rows to go, r11 where sums go, lr which list of a row. Rows
   begin at 2:, lists at 3:, runs at 4:, and end at 5:. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_SPARSE_STEPS_H
#define MOTE_SPARSE_STEPS_H

/* 4 bytes of code. */
#ifdef __thumb2__
#define MOTE_SPARSE_PRODUCT "mla r8, r4, r5, r8\n"
#else
#define MOTE_SPARSE_PRODUCT "muls r4, r5, r4\n add r8, r4\n"
#endif

/* A fifth argument is 36 bytes up the stack then. */
#define MOTE_SPARSE_ENTER \
    ".syntax unified\n" \
    "push {r4-r7, lr}\n" \
    "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n" \
    "push {r4-r7}\n"

#define MOTE_SPARSE_ROW \
    "2: movs r4, #0\n mov r8, r4\n mov lr, r4\n" \
    "3: mov r1, r9\n"

/* A run begins; r5: how many steps its first turn of the loop leaves out. */
#define MOTE_SPARSE_RUN(mask) \
    "4: ldrb r7, [r0, #0]\n" \
    "adds r0, #1\n" \
    "negs r5, r7\n movs r6, #" mask "\n ands r5, r6\n"

/* It is entered where as many steps remain as its count is more than turns of the loop. */
#define MOTE_SPARSE_LOOP \
    "cmp r7, #0\n" \
    "beq 5f\n" \
    "add pc, r5\n" \
    "nop\n" \
    "1:\n"
#define MOTE_SPARSE_AGAIN(bytes) \
    "adds r0, #" bytes "\n" \
    "cmp r0, r6\n" \
    "bne 1b\n" \
    "5: cmp r7, #255\n" \
    "beq 4b\n"

/* The sum of one list is taken away from that of the other. */
#define MOTE_SPARSE_LISTS \
    "mov r5, r8\n negs r5, r5\n mov r8, r5\n" \
    "mov r4, lr\n movs r5, #1\n mov lr, r5\n" \
    "cmp r4, #0\n" \
    "beq 3b\n"

#define MOTE_SPARSE_LEAVE \
    "mov r4, r11\n mov r5, r8\n stm r4!, {r5}\n mov r11, r4\n" \
    "mov r4, r10\n subs r4, #1\n mov r10, r4\n" \
    "bne 2b\n" \
    "pop {r4-r7}\n" \
    "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n" \
    "pop {r4-r7, pc}\n"

#endif
