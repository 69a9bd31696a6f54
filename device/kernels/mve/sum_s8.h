/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sum_s8.h, four elements at a time in Helium where neighbours of y are neighbours in a
   and b: 23 instructions for four, where the plain loop takes 360. Numbers < 0 that will be shifted
   are one less before VRSHL: that rounds halves away from zero. */
#ifndef MOTE_SUM_S8_H
#define MOTE_SUM_S8_H

#include <stdint.h>

#include "mote/naked.h"
#include "pairs.h"
#include "rescale.h"

typedef struct {
    int32_t a_zero, a_multiplier, a_shift, b_zero, b_multiplier, b_shift;
    int32_t y_zero, y_multiplier, y_shift, low, high;
} mote_sum_scaling;

static inline int8_t mote_sum_of(int8_t a, int8_t b, const mote_sum_scaling *by)
{
    const int32_t left =
        mote_rescale((a - by->a_zero) * (1 << 20), by->a_multiplier, by->a_shift);
    const int32_t right =
        mote_rescale((b - by->b_zero) * (1 << 20), by->b_multiplier, by->b_shift);
    const int32_t result = mote_rescale(left + right, by->y_multiplier, by->y_shift);
    return mote_saturate(result + by->y_zero, by->low, by->high);
}

/* q = rescale((operand - zero) * 2^20); shift: a vector of it. */
#define MOTE_SUM_OPERAND(operand, zero, multiplier, shift, q) \
    "vldrb.s32 q0, [" operand "], #4\n" \
    "vsub.i32 q0, q0, " zero "\n" \
    "vshl.i32 q0, q0, #20\n" \
    "vand " q ", q0, " shift "\n" \
    "vshr.s32 " q ", " q ", #31\n" \
    "vqrdmlah.s32 " q ", q0, " multiplier "\n" \
    "vrshl.s32 " q ", " q ", " shift "\n"

/* Neighbours. REQUIRES: a_shift and b_shift <= 0, -22 <= y_shift <= -1. r9: y_zero << -y_shift,
   which goes the way of what is one less. */
MOTE_NAKED static void mote_sum_run(
    const int8_t *a MOTE_UNNAMED, const int8_t *b MOTE_UNNAMED,
    int32_t count MOTE_UNNAMED, const mote_sum_scaling *by MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "vpush {d8-d15}\n"
        "ldr r4, [sp, #100]\n"
        "ldrd r5, r6, [r3]\n ldr r9, [r3, #8]\n vdup.32 q3, r9\n"
        "ldrd r7, r8, [r3, #12]\n ldr r9, [r3, #20]\n vdup.32 q4, r9\n"
        "ldrd r9, r10, [r3, #24]\n ldr r11, [r3, #32]\n vdup.32 q5, r11\n"
        "rsb r11, r11, #0\n lsl r9, r9, r11\n"
        "ldrd r11, r12, [r3, #36]\n vdup.32 q6, r11\n vdup.32 q7, r12\n"
        "wlstp.32 lr, r2, 2f\n"
        "1:\n" MOTE_SUM_OPERAND("r0", "r5", "r6", "q3", "q1")
        MOTE_SUM_OPERAND("r1", "r7", "r8", "q4", "q2")
        "vadd.i32 q0, q1, q2\n"
        "vshr.s32 q1, q0, #31\n"
        "vadd.i32 q1, q1, r9\n"
        "vqrdmlah.s32 q1, q0, r10\n"
        "vrshl.s32 q1, q1, q5\n"
        "vmax.s32 q1, q1, q6\n"
        "vmin.s32 q1, q1, q7\n"
        "vstrb.32 q1, [r4], #4\n"
        "letp lr, 1b\n"
        "2: vpop {d8-d15}\n"
        "pop {r4-r11, pc}\n");
}

static void mote_sum_s8(const int8_t *a, const int8_t *b, MOTE_PAIR_AXES, int32_t a_zero,
                        int32_t a_multiplier, int32_t a_shift, int32_t b_zero, int32_t b_multiplier,
                        int32_t b_shift, int32_t y_zero, int32_t y_multiplier, int32_t y_shift,
                        int32_t low, int32_t high, int8_t *y)
{
    const mote_sum_scaling by = {a_zero,  a_multiplier, a_shift,      b_zero,  b_multiplier,
                                 b_shift, y_zero,       y_multiplier, y_shift, low,
                                 high};
    if (a3 != 1 || b3 != 1 || a_shift > 0 || b_shift > 0 || y_shift > -1 || y_shift < -22) {
        MOTE_FOR_PAIRS()
        {
            *y++ = mote_sum_of(a[at_a], b[at_b], &by);
        }
        return;
    }
    const int32_t count = n3;
    n3 = 1;
    MOTE_FOR_PAIRS()
    {
        mote_sum_run(a + at_a, b + at_b, count, &by, y);
        y += count;
    }
}

#endif
