/* SPDX-License-Identifier: Apache-2.0 */
/* As soft/normalize_bits_s8.h, in ARMv6-M assembly: 39 cycles for each x, where GCC takes 56. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_NORMALIZE_BITS_S8_H
#define MOTE_NORMALIZE_BITS_S8_H

#include <stdint.h>

#include "mote/naked.h"
#include "normalize_exactly_s8.h"

typedef int8_t (*mote_normalize_one_s8)(uint32_t x, const uint32_t *channel, int32_t above,
                                        int32_t zero);

MOTE_NAKED static void mote_normalize_run_s8(
    const float *x MOTE_UNNAMED, int32_t steps MOTE_UNNAMED, int32_t channels MOTE_UNNAMED,
    const uint32_t *table MOTE_UNNAMED, int32_t doubt MOTE_UNNAMED, int32_t zero MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED, mote_normalize_one_s8 one MOTE_UNNAMED)
{
    /* r0 x, r1 in the table, r2 y, r4 1 << 31, r8 doubt, r9 table, r10 end of y, r11 end of the
       table. */
    __asm__(
        ".syntax unified\n"
        "push {r3-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r4-r7}\n"
        "ldr r4, [sp, #40]\n mov r8, r4\n"
        "mov r9, r3\n"
        "muls r1, r2, r1\n"
        "lsls r2, r2, #4\n adds r3, r3, r2\n mov r11, r3\n"
        "ldr r2, [sp, #48]\n adds r1, r1, r2\n mov r10, r1\n"
        "movs r4, #1\n lsls r4, r4, #31\n"
        "6: mov r1, r9\n"
        "1: ldm r0!, {r6}\n ldm r1!, {r5}\n"
        "lsls r3, r6, #1\n lsrs r3, r3, #24\n lsrs r7, r5, #16\n subs r7, r7, r3\n"
        "cmp r7, #2\n blt 5f\n"
        "uxth r5, r5\n"
        "lsls r3, r6, #8\n orrs r3, r4\n lsrs r3, r3, #16\n"
        "muls r5, r3, r5\n lsrs r5, r5, r7\n" /* 32 and more give 0 */
        "asrs r6, r6, #31\n eors r5, r6\n"
        "ldm r1!, {r7}\n adds r5, r5, r7\n"
        "lsls r7, r5, #16\n cmp r7, r8\n blo 4f\n"
        "asrs r5, r5, #16\n"
        "sxtb r7, r5\n cmp r5, r7\n bne 3f\n"
        "2: strb r5, [r2]\n"
        "adds r2, #1\n adds r1, #8\n"
        "cmp r1, r11\n"
        "bne 1b\n"
        "cmp r2, r10\n"
        "bne 6b\n"
        "pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r3-r7, pc}\n"
        "3: asrs r5, r5, #31\n movs r7, #127\n eors r5, r7\n"
        "b 2b\n"
        "5: adds r1, #4\n"
        "4: push {r0-r3}\n"
        "subs r0, #4\n ldr r0, [r0]\n"
        "subs r1, #8\n asrs r2, r5, #16\n ldr r3, [sp, #60]\n"
        "ldr r5, [sp, #68]\n blx r5\n"
        "movs r5, r0\n"
        "pop {r0-r3}\n"
        "b 2b\n");
}

static void mote_normalize_bits_s8(const float *x, int32_t steps, int32_t channels,
                                   const uint32_t *table, int32_t doubt, int32_t zero, int8_t *y)
{
    mote_normalize_run_s8(x, steps, channels, table, doubt, zero, y, mote_normalize_exactly_s8);
}

#endif
