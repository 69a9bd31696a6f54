/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/packed_sums.h, in ARMv7-M assembly: two rows at once, an odd last one twice. Cycles for
   each weight of 2, 3 and 4 bits: 2.2, 2.2 and 2.5, with the DSP extension 1.8, 1.8 and 2.0, where
   one row at a time takes twice as many. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_PACKED_SUMS_H
#define MOTE_PACKED_SUMS_H

#include <stdint.h>

#include "mote/naked.h"
#include "packed_steps.h"

/* r0 codes, r1 x, r2 bytes from a row to the next one, r3 the end of the first, r4 and lr sums, r5
   and r6 words of the two rows, r7 the mask. */
#define MOTE_PACKED_ENTER(mask) \
    ".syntax unified\n" \
    "push {r4-r11, lr}\n" \
    "mov r7, #" mask "\n" \
    "movs r4, #0\n mov lr, r4\n"
#define MOTE_PACKED_WORDS "ldr r6, [r0, r2]\n ldr r5, [r0], #4\n"
#define MOTE_PACKED_FOUR(even, odd) \
    MOTE_PACKED_TAKE MOTE_PACKED_ADD(", lsr #" #even, "r9") MOTE_PACKED_ADD(", lsr #" #odd, "r8")
#define MOTE_PACKED_FIRST_FOUR(odd) \
    MOTE_PACKED_TAKE MOTE_PACKED_FIRST MOTE_PACKED_ADD(", lsr #" #odd, "r8")
#define MOTE_PACKED_LEAVE \
    "ldr r0, [sp, #36]\n" \
    "strd r4, lr, [r0]\n" \
    "pop {r4-r11, pc}\n"

MOTE_NAKED static void mote_packed_sums_4(
    const uint32_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t step MOTE_UNNAMED,
    const uint32_t *end MOTE_UNNAMED, int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_PACKED_ENTER("0x000f000f")
        "1:\n" MOTE_PACKED_WORDS
        MOTE_PACKED_FIRST_FOUR(4) MOTE_PACKED_FOUR(8, 12)
        MOTE_PACKED_FLUSH
        "cmp r0, r3\n"
        "bne 1b\n"
        MOTE_PACKED_LEAVE);
}

MOTE_NAKED static void mote_packed_sums_2(
    const uint32_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t step MOTE_UNNAMED,
    const uint32_t *end MOTE_UNNAMED, int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_PACKED_ENTER("0x00030003")
        "1:\n" MOTE_PACKED_WORDS
        MOTE_PACKED_FIRST_FOUR(2) MOTE_PACKED_FOUR(4, 6)
        MOTE_PACKED_FOUR(8, 10) MOTE_PACKED_FOUR(12, 14)
        MOTE_PACKED_FLUSH
        "cmp r0, r3\n"
        "bne 1b\n"
        MOTE_PACKED_LEAVE);
}

MOTE_NAKED static void mote_packed_sums_3(
    const uint32_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t step MOTE_UNNAMED,
    const uint32_t *end MOTE_UNNAMED, int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_PACKED_ENTER("0x00070007")
        "sub r12, r3, r0\n"
        "1: cmp r12, #4\n"
        "beq 2f\n"
        MOTE_PACKED_WORDS
        MOTE_PACKED_FIRST_FOUR(3) MOTE_PACKED_FOUR(6, 9)
        MOTE_PACKED_TAKE MOTE_PACKED_ADD(", lsr #12", "r9")
        MOTE_PACKED_WORDS
        MOTE_PACKED_ADD("", "r8")
        MOTE_PACKED_FOUR(3, 6) MOTE_PACKED_FOUR(9, 12)
        MOTE_PACKED_FLUSH
        "subs r12, r3, r0\n"
        "bne 1b\n"
        "b 3f\n"
        "2:\n" MOTE_PACKED_WORDS
        MOTE_PACKED_FIRST_FOUR(3) MOTE_PACKED_FOUR(6, 9)
        MOTE_PACKED_TAKE_TWO MOTE_PACKED_ADD(", lsr #12", "r9")
        MOTE_PACKED_FLUSH
        "3:\n" MOTE_PACKED_LEAVE);
}

/* `sums` has room for an even number. */
static inline const uint32_t *mote_packed_sums(const uint32_t *codes, int32_t bits, int32_t words,
                                               int32_t columns, const uint8_t *x, uint32_t x_sum,
                                               int32_t rows, int32_t *sums)
{
    const int32_t less = (int32_t)(x_sum << (bits - 1));
    (void)columns;
    for (; rows > 0; rows -= 2, codes += 2 * words, sums += 2) {
        const uint32_t *const end = codes + words;
        const int32_t step = rows == 1 ? 0 : 4 * words;
        if (bits == 4) {
            mote_packed_sums_4(codes, x, step, end, sums);
        } else if (bits == 3) {
            mote_packed_sums_3(codes, x, step, end, sums);
        } else {
            mote_packed_sums_2(codes, x, step, end, sums);
        }
        sums[0] -= less;
        sums[1] -= less;
    }
    return codes - (rows < 0 ? words : 0);
}

#endif
