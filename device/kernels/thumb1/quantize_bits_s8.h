/* SPDX-License-Identifier: Apache-2.0 */
/* As soft/quantize_bits_s8.h, in ARMv6-M assembly: 29 cycles for each x, where GCC takes 38. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_QUANTIZE_BITS_S8_H
#define MOTE_QUANTIZE_BITS_S8_H

#include <stdint.h>

#include "mote/naked.h"
#include "quantize_exactly_s8.h"

typedef int8_t (*mote_quantize_one_s8)(uint32_t x, uint32_t scale, int32_t above, int32_t zero);

MOTE_NAKED static void mote_quantize_run_s8(
    const float *x MOTE_UNNAMED, int32_t length MOTE_UNNAMED, float scale MOTE_UNNAMED,
    int32_t factor MOTE_UNNAMED, int32_t added MOTE_UNNAMED, int32_t doubt MOTE_UNNAMED,
    int32_t zero MOTE_UNNAMED, int8_t *y MOTE_UNNAMED, mote_quantize_one_s8 one MOTE_UNNAMED)
{
    /* r0 x, r1 from -length up to 0, r2 end of y, r3 16 bits of 1 / scale, r4 1 << 31, r8 reach,
       r9 added, r10 doubt, r11 scale. */
    __asm__(
        ".syntax unified\n"
        "push {r3-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r4-r7}\n"
        "mov r11, r2\n"
        "lsrs r4, r3, #16\n mov r8, r4\n"
        "ldr r4, [sp, #40]\n mov r9, r4\n"
        "ldr r4, [sp, #44]\n mov r10, r4\n"
        "ldr r2, [sp, #52]\n adds r2, r2, r1\n"
        "uxth r3, r3\n"
        "movs r4, #1\n lsls r4, r4, #31\n"
        "rsbs r1, r1, #0\n"
        "beq 5f\n"
        "1: ldm r0!, {r6}\n"
        "lsls r7, r6, #1\n lsrs r7, r7, #24\n mov r5, r8\n subs r5, r5, r7\n"
        "cmp r5, #2\n blt 4f\n"
        "lsls r7, r6, #8\n orrs r7, r4\n lsrs r7, r7, #16\n"
        "muls r7, r3, r7\n lsrs r7, r7, r5\n" /* 32 and more give 0 */
        "asrs r6, r6, #31\n eors r7, r6\n"
        "add r7, r9\n"
        "lsls r5, r7, #16\n cmp r5, r10\n blo 4f\n"
        "asrs r7, r7, #16\n"
        "sxtb r5, r7\n cmp r5, r7\n bne 3f\n"
        "2: strb r7, [r2, r1]\n"
        "adds r1, #1\n"
        "bne 1b\n"
        "5: pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r3-r7, pc}\n"
        "3: asrs r7, r7, #31\n movs r5, #127\n eors r7, r5\n"
        "b 2b\n"
        "4: push {r0-r3}\n"
        "subs r0, #4\n ldr r0, [r0]\n"
        "mov r1, r11\n asrs r2, r7, #16\n ldr r3, [sp, #64]\n"
        "ldr r7, [sp, #72]\n blx r7\n"
        "movs r7, r0\n"
        "pop {r0-r3}\n"
        "b 2b\n");
}

static void mote_quantize_bits_s8(const float *x, int32_t length, float scale, int32_t factor,
                                  int32_t added, int32_t doubt, int32_t zero, int8_t *y)
{
    mote_quantize_run_s8(x, length, scale, factor, added, doubt, zero, y, mote_quantize_exactly_s8);
}

#endif
