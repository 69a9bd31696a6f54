/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/pair_bytes.h, in ARMv6-M assembly: 37 cycles for each row. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_PAIR_BYTES_H
#define MOTE_PAIR_BYTES_H

#include <stdint.h>

#include "mote/naked.h"

typedef struct {
    const uint32_t *scales;
    const uint8_t *kinds; /* of each row, which scale it has; 0: the first, or one of its own */
    int32_t step;         /* bytes from a row's own scale to the next one's */
} mote_pair_scales;

/* m and w of the next row to r4 and r5. */
#define MOTE_PAIR_KIND(own) \
    "cmp r7, #0\n" \
    "beq " own "f\n" \
    "ldrb r0, [r7, #0]\n adds r7, #1\n lsls r0, r0, #3\n add r0, r10\n" \
    "ldm r0!, {r4, r5}\n"
#define MOTE_PAIR_OWN "mov r0, r10\n ldm r0!, {r4, r5}\n add r10, r9\n"

/* The byte of the sum in r2. */
#define MOTE_PAIR_BYTE \
    "lsrs r0, r4, #16\n uxth r4, r4\n muls r4, r2, r4\n asrs r4, r4, #16\n" \
    "muls r0, r2, r0\n adds r4, r4, r0\n" \
    "asrs r2, r2, #31\n lsls r2, r2, #15\n adds r4, r4, r2\n" \
    "uxtb r0, r5\n subs r5, r5, r0\n adds r4, r4, r5\n asrs r4, r0\n" \
    "cmp r4, #255\n" \
    "bls 4f\n" \
    "asrs r4, r4, #31\n mvns r4, r4\n" \
    "4: subs r4, #128\n" \
    "strb r4, [r6, #0]\n adds r6, #1\n" \
    "cmp r6, r11\n"

MOTE_NAKED static void mote_pair_bytes(
    const mote_pair_scales *data MOTE_UNNAMED, int32_t first MOTE_UNNAMED,
    int32_t count MOTE_UNNAMED, const uint32_t *sums MOTE_UNNAMED, uint32_t less MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED)
{
    /* r3 sums, r6 y, r7 kinds, r8 -less, r9 step, r10 scales, r11 the end of y. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r4-r7}\n"
        "ldr r4, [sp, #36]\n negs r4, r4\n mov r8, r4\n"
        "ldr r6, [sp, #40]\n"
        "adds r2, r2, r6\n mov r11, r2\n"
        "ldm r0!, {r4, r5, r7}\n"
        "mov r9, r7\n"
        "muls r7, r1, r7\n adds r4, r4, r7\n mov r10, r4\n"
        "movs r7, r5\n"
        "beq 1f\n"
        "adds r7, r7, r1\n"

        "1: ldm r3!, {r1}\n add r1, r8\n"
        "sxth r2, r1\n subs r1, r1, r2\n"
        MOTE_PAIR_KIND("5")
        "2:\n" MOTE_PAIR_BYTE
        "beq 7f\n"
        "asrs r2, r1, #16\n"
        MOTE_PAIR_KIND("6")
        "3:\n" MOTE_PAIR_BYTE
        "bne 1b\n"
        "7: pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r4-r7, pc}\n"

        "5: " MOTE_PAIR_OWN "b 2b\n"
        "6: " MOTE_PAIR_OWN "b 3b\n");
}

#endif
