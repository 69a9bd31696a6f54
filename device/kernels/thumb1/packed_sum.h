/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/packed_sum.h, in ARMv6-M assembly: a product of two weights with two x is
     sum += (word >> shift & mask) * (x[i] | x[i + 2] << 16), of which the higher half counts;
   12 cycles for two, with loads 4.3 for each weight of 4 bits, 4.1 of 3 and 3.6 of 2, where plain C
   takes 8. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_PACKED_SUM_H
#define MOTE_PACKED_SUM_H

#include <stdint.h>

#include "mote/naked.h"
#include "mote/rom.h"

/* The word r3 times x[0] to x[3] at r1, as lr += ...; r7: the mask of weights, r6: 0x00ff00ff. */
#define MOTE_PACKED_FOUR(shift, next, first) \
    "ldm r1!, {r4}\n" \
    "movs r5, r4\n ands r5, r6\n" \
    "lsrs r2, r3, #" #shift "\n ands r2, r7\n muls r2, r5, r2\n " first " lr, r2\n" \
    "lsrs r4, r4, #8\n ands r4, r6\n" \
    "lsrs r2, r3, #" #next "\n ands r2, r7\n muls r2, r4, r2\n add lr, r2\n"
#define MOTE_PACKED_FIRST_FOUR(next, first) \
    "ldm r0!, {r3}\n" \
    "ldm r1!, {r4}\n" \
    "movs r5, r4\n ands r5, r6\n" \
    "movs r2, r7\n ands r2, r3\n muls r2, r5, r2\n " first " lr, r2\n" \
    "lsrs r4, r4, #8\n ands r4, r6\n" \
    "lsrs r2, r3, #" #next "\n ands r2, r7\n muls r2, r4, r2\n add lr, r2\n"

#define MOTE_PACKED_ENTER(mask) \
    ".syntax unified\n" \
    "push {r4-r7, lr}\n" \
    "mov r4, r8\n push {r4}\n" \
    "mov r12, r2\n" \
    "movs r4, #0\n mov r8, r4\n mov lr, r4\n" \
    "ldr r7, 8f\n ldr r6, 9f\n" \
    "b 7f\n" \
    ".balign 4\n" \
    "8: .word " mask "\n" \
    "9: .word 0x00ff00ff\n" \
    "7:\n"
#define MOTE_PACKED_FLUSH "mov r2, lr\n lsrs r2, r2, #16\n add r8, r2\n"
#define MOTE_PACKED_LEAVE \
    "mov r0, r8\n" \
    "pop {r4}\n mov r8, r4\n" \
    "pop {r4-r7, pc}\n"

/* Two words fill the higher half at most. */
MOTE_NAKED static uint32_t mote_packed_sum_4(
    const uint32_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_PACKED_ENTER("0x000f000f")
        "subs r2, r2, r0\n lsrs r2, r2, #3\n bcs 2f\n"
        "1:\n"
        MOTE_PACKED_FIRST_FOUR(4, "mov") MOTE_PACKED_FOUR(8, 12, "add")
        "2:\n"
        MOTE_PACKED_FIRST_FOUR(4, "add") MOTE_PACKED_FOUR(8, 12, "add")
        MOTE_PACKED_FLUSH
        "cmp r0, r12\n"
        "bne 1b\n"
        MOTE_PACKED_LEAVE);
}

/* Five words would. */
MOTE_NAKED static uint32_t mote_packed_sum_2(
    const uint32_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_PACKED_ENTER("0x00030003")
        "1:\n"
        MOTE_PACKED_FIRST_FOUR(2, "mov") MOTE_PACKED_FOUR(4, 6, "add")
        MOTE_PACKED_FOUR(8, 10, "add") MOTE_PACKED_FOUR(12, 14, "add")
        MOTE_PACKED_FLUSH
        "cmp r0, r12\n"
        "bne 1b\n"
        MOTE_PACKED_LEAVE);
}

/* Two words fill the higher half. Of an odd word the last two x lie next to each other. */
MOTE_NAKED static uint32_t mote_packed_sum_3(
    const uint32_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_PACKED_ENTER("0x00070007")
        "subs r2, r2, r0\n cmp r2, #4\n beq 2f\n"
        "1:\n"
        MOTE_PACKED_FIRST_FOUR(3, "mov") MOTE_PACKED_FOUR(6, 9, "add")
        "ldm r1!, {r4}\n"
        "movs r5, r4\n ands r5, r6\n"
        "lsrs r2, r3, #12\n ands r2, r7\n muls r2, r5, r2\n add lr, r2\n"
        "ldm r0!, {r3}\n"
        "lsrs r4, r4, #8\n ands r4, r6\n"
        "movs r2, r7\n ands r2, r3\n muls r2, r4, r2\n add lr, r2\n"
        MOTE_PACKED_FOUR(3, 6, "add") MOTE_PACKED_FOUR(9, 12, "add")
        MOTE_PACKED_FLUSH
        "mov r2, r12\n subs r2, r2, r0\n"
        "beq 3f\n"
        "cmp r2, #4\n"
        "bne 1b\n"
        "2:\n"
        MOTE_PACKED_FIRST_FOUR(3, "mov") MOTE_PACKED_FOUR(6, 9, "add")
        "ldrb r4, [r1, #0]\n ldrb r5, [r1, #1]\n lsls r5, r5, #16\n orrs r5, r4\n"
        "lsrs r2, r3, #12\n ands r2, r7\n muls r2, r5, r2\n add lr, r2\n"
        MOTE_PACKED_FLUSH
        "3:\n"
        MOTE_PACKED_LEAVE);
}

static inline uint32_t mote_packed_sum(const uint32_t *codes, int32_t bits, int32_t words,
                                       int32_t columns, const uint8_t *x)
{
    (void)columns;
    if (bits == 4) {
        return mote_packed_sum_4(codes, x, codes + words);
    }
    return bits == 2 ? mote_packed_sum_2(codes, x, codes + words)
                     : mote_packed_sum_3(codes, x, codes + words);
}

#endif
