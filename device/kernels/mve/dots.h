/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/dots.h, sum += w[i] * x[i], in Helium: VMLADAVA.S8 adds 16 products to one sum. A
   vector of up to 112 bytes stays in registers: 2 instructions for 16 products and 1 for each row;
   of a longer one four rows share each load, 19 for 128 products. The plain loop takes 4 for each
   product. Sums have to be even registers. */
#ifndef MOTE_DOTS_H
#define MOTE_DOTS_H

#include <stdint.h>

#include "mote/naked.h"

enum { MOTE_DOTS_ROWS = 64 };

/* Whether one vector at a time is as fast as two. */
static inline int32_t mote_dots_is_short(int32_t columns)
{
    return columns % 16 == 0 && columns <= 112;
}

/* Block q of the vector, which is in the register of that name, times the next 16 weights. */
#define MOTE_DOTS_FIRST(sum) "vldrb.8 q7, [r1], #16\n vmladav.s8 " sum ", q0, q7\n"
#define MOTE_DOTS_NEXT(q, sum) "vldrb.8 q7, [r1], #16\n vmladava.s8 " sum ", " #q ", q7\n"

/* Two rows. */
#define MOTE_DOTS_ROWS_OF(n) MOTE_DOTS_BLOCKS_##n("r6") MOTE_DOTS_BLOCKS_##n("r8")
#define MOTE_DOTS_BLOCKS_1(sum) MOTE_DOTS_FIRST(sum)
#define MOTE_DOTS_BLOCKS_2(sum) MOTE_DOTS_BLOCKS_1(sum) MOTE_DOTS_NEXT(q1, sum)
#define MOTE_DOTS_BLOCKS_3(sum) MOTE_DOTS_BLOCKS_2(sum) MOTE_DOTS_NEXT(q2, sum)
#define MOTE_DOTS_BLOCKS_4(sum) MOTE_DOTS_BLOCKS_3(sum) MOTE_DOTS_NEXT(q3, sum)
#define MOTE_DOTS_BLOCKS_5(sum) MOTE_DOTS_BLOCKS_4(sum) MOTE_DOTS_NEXT(q4, sum)
#define MOTE_DOTS_BLOCKS_6(sum) MOTE_DOTS_BLOCKS_5(sum) MOTE_DOTS_NEXT(q5, sum)
#define MOTE_DOTS_BLOCKS_7(sum) MOTE_DOTS_BLOCKS_6(sum) MOTE_DOTS_NEXT(q6, sum)

/* Enters with block n - 1 to load; the last of an odd number of rows comes with the one before. */
#define MOTE_DOTS_SHORT(n) \
    "2: " MOTE_DOTS_ROWS_OF(n) \
    "strd r6, r8, [r4], #8\n" \
    "le lr, 2b\n" \
    "cmp r3, #0\n" \
    "beq 9f\n" \
    "movs r3, #0\n movs r5, #1\n mov lr, r5\n subs r1, r2\n subs r4, #4\n" \
    "b 2b\n"

/* x of `columns` bytes, for which mote_dots_is_short, two rows or more. */
MOTE_NAKED static void mote_dots_short(
    const int8_t *x MOTE_UNNAMED, const int8_t *w MOTE_UNNAMED,
    int32_t columns MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r8, lr}\n"
        "vpush {d8-d15}\n"
        "ldr r4, [sp, #88]\n"
        "lsr lr, r3, #1\n and r3, r3, #1\n"
        "lsrs r5, r2, #4\n subs r5, #1\n"
        "vldrb.8 q0, [r0]\n"
        "tbh [pc, r5, lsl #1]\n"
        "1: .hword (11f-1b)/2, (12f-1b)/2, (13f-1b)/2, (14f-1b)/2\n"
        ".hword (15f-1b)/2, (16f-1b)/2, (17f-1b)/2\n"
        "11:\n" MOTE_DOTS_SHORT(1)
        "12: vldrb.8 q1, [r0, #16]\n" MOTE_DOTS_SHORT(2)
        "13: vldrb.8 q1, [r0, #16]\n vldrb.8 q2, [r0, #32]\n" MOTE_DOTS_SHORT(3)
        "14: vldrb.8 q1, [r0, #16]\n vldrb.8 q2, [r0, #32]\n vldrb.8 q3, [r0, #48]\n"
        MOTE_DOTS_SHORT(4)
        "15: vldrb.8 q1, [r0, #16]\n vldrb.8 q2, [r0, #32]\n vldrb.8 q3, [r0, #48]\n"
        "vldrb.8 q4, [r0, #64]\n" MOTE_DOTS_SHORT(5)
        "16: vldrb.8 q1, [r0, #16]\n vldrb.8 q2, [r0, #32]\n vldrb.8 q3, [r0, #48]\n"
        "vldrb.8 q4, [r0, #64]\n vldrb.8 q5, [r0, #80]\n" MOTE_DOTS_SHORT(6)
        "17: vldrb.8 q1, [r0, #16]\n vldrb.8 q2, [r0, #32]\n vldrb.8 q3, [r0, #48]\n"
        "vldrb.8 q4, [r0, #64]\n vldrb.8 q5, [r0, #80]\n vldrb.8 q6, [r0, #96]\n"
        MOTE_DOTS_SHORT(7)
        "9: vpop {d8-d15}\n"
        "pop {r4-r8, pc}\n");
}

/* 16 products for each of four rows. */
#define MOTE_DOTS_FOUR \
    "vldrb.8 q0, [r1], #16\n" \
    "vldrb.8 q1, [r3], #16\n vmladava.s8 r2, q0, q1\n" \
    "vldrb.8 q2, [r5], #16\n vmladava.s8 r4, q0, q2\n" \
    "vldrb.8 q3, [r7], #16\n vmladava.s8 r6, q0, q3\n" \
    "vldrb.8 q1, [r9], #16\n vmladava.s8 r8, q0, q1\n"

MOTE_NAKED static void mote_dots_long(
    const int8_t *x MOTE_UNNAMED, const int8_t *w MOTE_UNNAMED,
    int32_t columns MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED)
{
    /* Frame: 0 x, 4 columns, 8 where the sums of fours end, 12 rows behind them.
       r0 sums, r10 from the end of four rows to the next four, r11 pairs of steps, r12 the rest. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "ldr r12, [sp, #36]\n"
        "sub sp, #20\n"
        "bic r4, r3, #3\n and r5, r3, #3\n"
        "add r6, r12, r4, lsl #2\n"
        "strd r0, r2, [sp]\n strd r6, r5, [sp, #8]\n"
        "mov r0, r12\n"
        "mov r3, r1\n add r5, r3, r2\n add r7, r5, r2\n add r9, r7, r2\n"
        "lsrs r11, r2, #5\n and r12, r2, #31\n"
        "add r10, r2, #15\n bic r10, r10, #15\n rsb r10, r10, r2, lsl #2\n"
        "cmp r0, r6\n"
        "beq 6f\n"

        "1: ldr r1, [sp]\n"
        "movs r2, #0\n movs r4, #0\n movs r6, #0\n mov r8, r2\n"
        "wls lr, r11, 3f\n"
        "2:\n"
        MOTE_DOTS_FOUR MOTE_DOTS_FOUR
        "le lr, 2b\n"
        "3: wlstp.8 lr, r12, 5f\n"
        "4:\n"
        MOTE_DOTS_FOUR
        "letp lr, 4b\n"
        "5: ldr lr, [sp, #8]\n"
        "strd r2, r4, [r0]\n strd r6, r8, [r0, #8]\n adds r0, #16\n"
        "add r3, r10\n add r5, r10\n add r7, r10\n add r9, r10\n"
        "cmp r0, lr\n"
        "bne 1b\n"

        /* Row by row. */
        "6: ldr r2, [sp, #4]\n"
        "ldr r4, [sp, #12]\n"
        "7: subs r4, #1\n"
        "bmi 9f\n"
        "ldr r1, [sp]\n"
        "mov r5, r3\n"
        "movs r6, #0\n"
        "wlstp.8 lr, r2, 8f\n"
        "2: vldrb.8 q0, [r1], #16\n vldrb.8 q1, [r5], #16\n vmladava.s8 r6, q0, q1\n"
        "letp lr, 2b\n"
        "8: str r6, [r0], #4\n"
        "add r3, r2\n"
        "b 7b\n"
        "9: add sp, #20\n"
        "pop {r4-r11, pc}\n");
}

static void mote_dots(const int8_t *x, const int8_t *w, int32_t columns, int32_t rows,
                      int32_t *sums)
{
    if (rows > 1 && mote_dots_is_short(columns)) {
        mote_dots_short(x, w, columns, rows, sums);
    } else {
        mote_dots_long(x, w, columns, rows, sums);
    }
}

#endif
