/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/twin_bytes.h, in ARMv6-M assembly: 36 cycles for each byte, where plain C takes 45. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_TWIN_BYTES_H
#define MOTE_TWIN_BYTES_H

#include <stdint.h>

#include "mote/naked.h"
#include "row_data.h"

/* Both of TFLite's roundings of the 16-bit sum s, as mote_exact_short: v's halves in r0 and r4, w's
   in r3 and r5. */
#define MOTE_TWIN_EXACT(s) \
    "mov r6, r0\n muls r6, " s ", r6\n asrs r6, r6, #16\n" \
    "mov r7, r4\n muls r7, " s ", r7\n adds r6, r6, r7\n asrs r6, r6, #8\n" \
    "asrs " s ", " s ", #31\n lsls " s ", " s ", #7\n adds " s ", " s ", r6\n" \
    "adds " s ", " s ", r5\n asrs " s ", r3\n"

MOTE_NAKED static void mote_twin_bytes(
    const mote_row_data *data MOTE_UNNAMED, int32_t first MOTE_UNNAMED, int32_t count MOTE_UNNAMED,
    const uint32_t *sums MOTE_UNNAMED, uint32_t less MOTE_UNNAMED, int32_t next MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED)
{
    /* r6 and r7 the shifts, r8 starts, r9 kinds, r10 scales, r11 sums, r12 y, lr -less; 0
       bytes from scale to scale, 4 the end of the sums, 48 next. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r4-r7}\n"
        "mov r11, r3\n"
        "lsls r2, r2, #2\n adds r2, r2, r3\n"
        "ldr r4, [sp, #36]\n negs r4, r4\n mov lr, r4\n"
        "ldr r4, [sp, #44]\n mov r12, r4\n"
        "ldm r0!, {r3, r4, r5, r6}\n"
        "lsls r0, r1, #1\n adds r3, r3, r0\n mov r8, r3\n"
        "lsrs r0, r6, #11\n movs r3, #1\n ands r0, r3\n lsls r0, r0, #3\n"
        "push {r0, r2}\n"
        "muls r0, r1, r0\n adds r4, r4, r0\n mov r10, r4\n"
        "cmp r5, #0\n"
        "beq 1f\n"
        "adds r5, r5, r1\n"
        "1: mov r9, r5\n"
        "movs r3, #31\n"
        "lsrs r7, r6, #5\n ands r7, r3\n"
        "ands r6, r3\n"

        "1: mov r0, r11\n ldm r0!, {r2}\n mov r11, r0\n"
        "add r2, lr\n"
        "mov r0, r8\n movs r1, #0\n ldrsh r1, [r0, r1]\n adds r0, #2\n mov r8, r0\n"
        "adds r2, r2, r1\n lsls r1, r1, #16\n adds r2, r2, r1\n"
        "mov r1, r9\n"
        "cmp r1, #0\n"
        "beq 3f\n"
        "ldrb r0, [r1, #0]\n adds r1, #1\n mov r9, r1\n lsls r0, r0, #3\n add r0, r10\n"
        "ldm r0!, {r4, r5}\n"
        "2: sxth r1, r2\n subs r2, r2, r1\n asrs r2, r2, #16\n"
        "sxth r0, r4\n asrs r4, r4, #16\n"
        "bmi 4f\n"
        "mov r3, r0\n muls r3, r2, r3\n adds r3, r3, r5\n asrs r3, r6\n"
        "muls r2, r4, r2\n adds r2, r2, r3\n asrs r2, r7\n"
        "muls r0, r1, r0\n adds r0, r0, r5\n asrs r0, r6\n"
        "muls r1, r4, r1\n adds r1, r1, r0\n asrs r1, r7\n"
        "6: cmp r2, #255\n"
        "bls 7f\n"
        "asrs r2, r2, #31\n mvns r2, r2\n"
        "7: subs r2, #128\n"
        "cmp r1, #255\n"
        "bls 7f\n"
        "asrs r1, r1, #31\n mvns r1, r1\n"
        "7: subs r1, #128\n"
        "mov r3, r12\n ldr r4, [sp, #48]\n"
        "strb r2, [r3, r4]\n strb r1, [r3, #0]\n"
        "adds r3, #1\n mov r12, r3\n"
        "ldr r4, [sp, #4]\n"
        "cmp r11, r4\n"
        "bne 1b\n"
        "add sp, #8\n"
        "pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r4-r7, pc}\n"

        "3: mov r0, r10\n ldm r0!, {r4, r5}\n"
        "ldr r1, [sp, #0]\n add r10, r1\n"
        "b 2b\n"
        "4: uxth r0, r0\n lsls r4, r4, #17\n lsrs r4, r4, #17\n"
        "lsls r3, r5, #26\n lsrs r3, r3, #26\n subs r5, r5, r3\n"
        "push {r6, r7}\n"
        MOTE_TWIN_EXACT("r2") MOTE_TWIN_EXACT("r1")
        "pop {r6, r7}\n"
        "b 6b\n");
}

#endif
