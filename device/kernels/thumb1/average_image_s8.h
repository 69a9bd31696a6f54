/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/average_image_s8.h, in ARMv6-M assembly: 128 bytes, where GCC makes 344; 8 cycles for
   each byte and 24 for each mean. Sums are multiplied by 2^24 / positions + 1, which gives the
   quotient as long as 129 * positions * positions < 2^24. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_AVERAGE_IMAGE_S8_H
#define MOTE_AVERAGE_IMAGE_S8_H

#include <stdint.h>

#include "mote/naked.h"

MOTE_NAKED static void mote_average_image_s8(
    const int8_t *x MOTE_UNNAMED, int32_t images MOTE_UNNAMED, int32_t positions MOTE_UNNAMED,
    int32_t channels MOTE_UNNAMED, int32_t low MOTE_UNNAMED, int32_t high MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED)
{
    /* r0 x, r1 images, r2 factor, r3 channels, r7 y, r8 low, r9 positions * channels, r10 high,
       r12 positions / 2, lr the end of the first row. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n"
        "push {r4-r6}\n"
        "ldr r4, [sp, #32]\n mov r8, r4\n"
        "ldr r4, [sp, #36]\n mov r10, r4\n"
        "ldr r7, [sp, #40]\n"
        "movs r4, r2\n muls r4, r3, r4\n mov r9, r4\n"
        "lsrs r4, r2, #1\n mov r12, r4\n"
        "movs r4, #0\n movs r5, #1\n movs r6, #24\n"
        "1: adds r4, r4, r4\n adds r5, r5, r5\n"
        "cmp r5, r2\n"
        "bcc 2f\n"
        "subs r5, r5, r2\n adds r4, #1\n"
        "2: subs r6, #1\n"
        "bne 1b\n"
        "adds r2, r4, #1\n"

        "1: adds r4, r0, r3\n mov lr, r4\n"
        "2: movs r5, #0\n movs r6, #0\n"
        "3: ldrsb r4, [r0, r6]\n adds r5, r5, r4\n adds r6, r6, r3\n"
        "cmp r6, r9\n"
        "bne 3b\n"
        "asrs r4, r5, #31\n eors r5, r4\n subs r5, r5, r4\n"
        "add r5, r12\n muls r5, r2, r5\n lsrs r5, r5, #24\n"
        "eors r5, r4\n subs r5, r5, r4\n"
        "cmp r5, r8\n"
        "bge 4f\n"
        "mov r5, r8\n"
        "4: cmp r5, r10\n"
        "ble 5f\n"
        "mov r5, r10\n"
        "5: strb r5, [r7, #0]\n adds r7, #1\n"
        "adds r0, #1\n"
        "cmp r0, lr\n"
        "bne 2b\n"
        "add r0, r9\n subs r0, r0, r3\n"
        "subs r1, #1\n"
        "bne 1b\n"
        "pop {r4-r6}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n"
        "pop {r4-r7, pc}\n");
}

#endif
