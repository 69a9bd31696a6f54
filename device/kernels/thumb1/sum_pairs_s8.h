/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sum_pairs_s8.h, in ARMv6-M assembly: 23 cycles for each sum, where GCC runs out of
   registers and takes 31 to 37 in ResNet-8. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_SUM_PAIRS_S8_H
#define MOTE_SUM_PAIRS_S8_H

#include <stdint.h>

#include "mote/naked.h"

MOTE_NAKED static void mote_sum_pairs_s8(
    const int8_t *a MOTE_UNNAMED, const int8_t *b MOTE_UNNAMED, int32_t count MOTE_UNNAMED,
    int32_t a_factor MOTE_UNNAMED, int32_t b_factor MOTE_UNNAMED, int32_t added MOTE_UNNAMED,
    int32_t shift MOTE_UNNAMED, int32_t low MOTE_UNNAMED, int32_t high MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED)
{
    /* r0 to r2 ends of a, b and y, r3 and r4 factors, r5 from -count up to 0, r8 shift, r9 added,
       r10 -low, r11 low - high, r12 high. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r4-r7}\n"
        "ldr r4, [sp, #40]\n mov r9, r4\n"
        "ldr r4, [sp, #44]\n mov r8, r4\n"
        "ldr r4, [sp, #48]\n ldr r5, [sp, #52]\n mov r12, r5\n"
        "subs r5, r4, r5\n mov r11, r5\n"
        "rsbs r4, r4, #0\n mov r10, r4\n"
        "ldr r4, [sp, #36]\n"
        "ldr r7, [sp, #56]\n"
        "adds r0, r0, r2\n adds r1, r1, r2\n adds r7, r7, r2\n"
        "rsbs r5, r2, #0\n"
        "beq 2f\n"
        "movs r2, r7\n"
        "1: ldrsb r6, [r0, r5]\n muls r6, r3, r6\n"
        "ldrsb r7, [r1, r5]\n muls r7, r4, r7\n"
        "adds r6, r6, r7\n add r6, r9\n"
        "mov r7, r8\n asrs r6, r7\n"
        "add r6, r10\n asrs r7, r6, #31\n bics r6, r7\n"
        "add r6, r11\n asrs r7, r6, #31\n ands r6, r7\n"
        "add r6, r12\n"
        "strb r6, [r2, r5]\n"
        "adds r5, #1\n"
        "bne 1b\n"
        "2: pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r4-r7, pc}\n");
}

#endif
