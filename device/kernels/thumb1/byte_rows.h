/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of rows become output bytes as in portable/byte_scale.h, 21 cycles each. The frame of the
   function they are in: 12 y, 20 scales, 36 the job. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_BYTE_ROWS_H
#define MOTE_BYTE_ROWS_H

/* The sum in r2 becomes byte `at` of y; then r2 is the next row's. r0, r6: the shifts. 36 bytes of
   code, the last 14 of them from the clamp on. */
#define MOTE_ROW(at, next) \
    "ldm r1!, {r3, r4}\n" \
    "cmp r3, #0\n" \
    "bmi 2" #at "f\n" \
    "sxth r5, r3\n muls r5, r2, r5\n adds r5, r5, r4\n asrs r5, r6\n" \
    "asrs r3, r3, #16\n muls r3, r2, r3\n adds r3, r3, r5\n asrs r3, r0\n" \
    "cmp r3, #255\n" \
    "bls 1f\n" \
    "asrs r3, r3, #31\n mvns r3, r3\n" \
    "1: subs r3, #128\n" \
    "strb r3, [r7, #" #at "]\n" next

/* The same for a scale that all rows share: r1, r3 the factors, r4 what is added. */
#define MOTE_SHARED_ROW(at, next) \
    "mov r5, r1\n muls r5, r2, r5\n adds r5, r5, r4\n asrs r5, r6\n" \
    "muls r2, r3, r2\n adds r2, r2, r5\n asrs r2, r0\n" \
    "cmp r2, #255\n" \
    "bls 1f\n" \
    "asrs r2, r2, #31\n mvns r2, r2\n" \
    "1: subs r2, #128\n" \
    "strb r2, [r7, #" #at "]\n" next

/* Row r5 needs both of TFLite's roundings: r2 the sum, r3 the multiplier, r4 what is added and the
   shift. Goes on at its clamp, a row's 22 bytes in. */
#define MOTE_ROWS_EXACT \
    "9: push {r5, r6}\n" \
    "uxtb r5, r3\n muls r5, r2, r5\n asrs r5, r5, #8\n" \
    "lsrs r3, r3, #8\n uxtb r6, r3\n muls r6, r2, r6\n adds r5, r5, r6\n asrs r5, r5, #8\n" \
    "lsrs r3, r3, #8\n uxtb r6, r3\n muls r6, r2, r6\n adds r5, r5, r6\n asrs r5, r5, #8\n" \
    "lsls r3, r3, #17\n lsrs r3, r3, #25\n muls r3, r2, r3\n adds r3, r3, r5\n" \
    "asrs r2, r2, #31\n lsls r2, r2, #7\n adds r3, r3, r2\n" \
    "lsls r6, r4, #26\n lsrs r6, r6, #26\n subs r4, r4, r6\n adds r3, r3, r4\n asrs r3, r6\n" \
    "pop {r5, r6}\n" \
    "movs r4, #36\n muls r5, r4, r5\n" \
    "adr r4, 30f\n adds r4, r4, r5\n adds r4, #23\n bx r4\n"

/* Four sums in r2, r8, r9, r10; y and the scales move on. */
#define MOTE_ROWS_FOUR \
    "ldr r6, [sp, #36]\n ldr r0, [r6, #32]\n ldr r3, [r6, #4]\n ldr r6, [r6, #28]\n" \
    "ldr r7, [sp, #12]\n ldr r1, [sp, #20]\n" \
    "cmp r3, #2\n" \
    "bne 30f\n" \
    "ldm r1!, {r3, r4}\n" \
    "sxth r1, r3\n asrs r3, r3, #16\n" \
    MOTE_SHARED_ROW(0, "mov r2, r8\n") MOTE_SHARED_ROW(1, "mov r2, r9\n") \
    MOTE_SHARED_ROW(2, "mov r2, r10\n") MOTE_SHARED_ROW(3, "") \
    "b 6f\n" \
    ".balign 4\n" \
    "30:\n" \
    MOTE_ROW(0, "mov r2, r8\n") MOTE_ROW(1, "mov r2, r9\n") \
    MOTE_ROW(2, "mov r2, r10\n") MOTE_ROW(3, "") \
    "ldr r6, [sp, #36]\n ldr r6, [r6, #4]\n" \
    "cmp r6, #0\n" \
    "bne 6f\n" \
    "str r1, [sp, #20]\n" \
    "6: adds r7, #4\n str r7, [sp, #12]\n"

/* Behind MOTE_ROWS_FOUR. */
#define MOTE_ROWS_STUBS \
    "20: movs r5, #0\n b 9b\n" \
    "21: movs r5, #1\n b 9b\n" \
    "22: movs r5, #2\n b 9b\n" \
    "23: movs r5, #3\n b 9b\n"

#endif
