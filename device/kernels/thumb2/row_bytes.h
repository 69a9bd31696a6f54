/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/row_bytes.h, in ARMv7-M assembly: 23 instructions for a row in every library, where
   compilers take more or fewer as they happen to know what rows have. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_ROW_BYTES_H
#define MOTE_ROW_BYTES_H

#include <stdint.h>

#include "mote/naked.h"
#include "row_data.h"

MOTE_NAKED static void mote_row_bytes(
    const mote_row_data *data MOTE_UNNAMED, int32_t first MOTE_UNNAMED, int32_t count MOTE_UNNAMED,
    const int32_t *sums MOTE_UNNAMED, int8_t *y MOTE_UNNAMED)
{
    /* r0 starts, r1 kinds or scales, r2 the end of the sums, r3 sums, r4 sum, r7 y, r8 and r9 the
       shifts, r10 scales, r11 bytes from a row's scale to the next one's, r12 layout and, in its
       sign, whether there are kinds. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "add r2, r3, r2, lsl #2\n"
        "ldr r12, [r0, #12]\n"
        "ldr r7, [sp, #36]\n"
        "and r8, r12, #31\n"
        "ubfx r9, r12, #5, #5\n"
        "ldrd r10, r5, [r0, #4]\n"
        "ldr r0, [r0]\n"
        "tst r12, #1024\n"
        "ite ne\n addne r0, r0, r1, lsl #2\n addeq r0, r0, r1, lsl #1\n"
        "ubfx r11, r12, #11, #1\n"
        "lsl r11, r11, #3\n"
        "cbz r5, 1f\n"
        "add r1, r1, r5\n orr r12, r12, #0x80000000\n"
        "b 2f\n"
        "1: mla r1, r1, r11, r10\n"

        "2: ldr r4, [r3], #4\n"
        "tst r12, #1024\n"
        "ite ne\n ldrne r5, [r0], #4\n ldrsheq r5, [r0], #2\n"
        "add r4, r4, r5\n"
        "cmp r12, #0\n"
        "bpl 4f\n"
        "ldrb r5, [r1], #1\n"
        "add r5, r10, r5, lsl #3\n"
        "ldrd r5, r6, [r5]\n"
        "3: cmp r5, #0\n"
        "bmi 5f\n"
        "sxth lr, r5\n mla lr, r4, lr, r6\n asr lr, lr, r8\n"
        "lsr r5, r5, #16\n mla r5, r4, r5, lr\n asr r5, r5, r9\n"
        "6: usat r5, #8, r5\n"
        "sub r5, r5, #128\n"
        "strb r5, [r7], #1\n"
        "cmp r3, r2\n"
        "bne 2b\n"
        "pop {r4-r11, pc}\n"

        "4: ldrd r5, r6, [r1]\n add r1, r1, r11\n b 3b\n"
        /* Both of TFLite's roundings. */
        "5: bic r5, r5, #0x80000000\n smull lr, r5, r4, r5\n"
        "lsl r5, r5, #8\n orr r5, r5, lr, lsr #24\n"
        "asr r4, r4, #31\n add r5, r5, r4, lsl #7\n"
        "bic lr, r6, #63\n and r6, r6, #63\n add r5, r5, lr\n asr r5, r5, r6\n"
        "b 6b\n");
}

#endif
