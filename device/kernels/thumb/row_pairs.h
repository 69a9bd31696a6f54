/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/row_pairs.h, in ARMv6-M assembly, with MLA where there is one: 14 cycles for eight
   products of 4 bits, 18 for ten of 3, 30 for sixteen of 2, and 4 to load the word and the byte. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_ROW_PAIRS_H
#define MOTE_ROW_PAIRS_H

#include <stdint.h>

#include "mote/naked.h"

#ifdef __thumb2__
#define MOTE_PAIRS_PRODUCT(u, t) "mla " t ", " u ", r4, " t "\n"
#else
#define MOTE_PAIRS_PRODUCT(u, t) "muls " u ", r4, " u "\n add " t ", " u "\n"
#endif

/* A pair of the word r2 times x, r4; r5 is the mask. 8 bytes of code. */
#define MOTE_PAIRS_STEP(shift, t) \
    "lsrs r3, r2, #" #shift "\n ands r3, r5\n" MOTE_PAIRS_PRODUCT("r3", t)
#define MOTE_PAIRS_LOAD(at) "ldm r0!, {r2}\n ldrb r4, [r1, #" #at "]\n"
#define MOTE_PAIRS_LAST MOTE_PAIRS_PRODUCT("r2", "r7")

/* r0 stream, r1 x, r7 T. Frame: 0 x, 4 its end, 8 where the loop of four begins for what is over
   (as if at x), 12 sums, 16 their end. `size`: of an input's code. */
#define MOTE_PAIRS_ENTER(size) \
    ".syntax unified\n" \
    "push {r4-r7, lr}\n" \
    "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n" \
    "push {r4-r7}\n" \
    "sub sp, #20\n" \
    "str r3, [sp, #12]\n" \
    "ldr r4, [sp, #56]\n str r4, [sp, #16]\n" \
    "adds r3, r1, r2\n str r3, [sp, #4]\n" \
    "negs r2, r2\n movs r4, #3\n ands r2, r4\n" \
    "subs r1, r1, r2\n str r1, [sp, #0]\n" \
    "movs r4, #" #size "\n muls r2, r4, r2\n" \
    "adr r4, 2f\n adds r4, r4, r2\n adds r4, #1\n str r4, [sp, #8]\n"

/* To the loop, when starts are loaded. */
#define MOTE_PAIRS_BEGIN \
    "ldr r1, [sp, #0]\n ldr r5, 9f\n" \
    "ldr r2, [sp, #8]\n" \
    "bx r2\n"

#define MOTE_PAIRS_LESS(t, shift) "lsls r1, " t ", #" #shift "\n subs r7, r7, r1\n"

#define MOTE_PAIRS_LEAVE \
    "add sp, #20\n" \
    "pop {r4-r7}\n" \
    "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n" \
    "pop {r4-r7, pc}\n"

#define MOTE_PAIRS_4(at) \
    MOTE_PAIRS_LOAD(at) MOTE_PAIRS_STEP(4, "r8") MOTE_PAIRS_STEP(8, "r9") \
    MOTE_PAIRS_STEP(12, "r10") MOTE_PAIRS_LAST

MOTE_NAKED static const uint32_t *mote_row_pairs_4(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int32_t columns MOTE_UNNAMED, uint32_t *sums MOTE_UNNAMED, const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_PAIRS_ENTER(32)
        "ldr r3, [sp, #4]\n mov r12, r3\n"
        "1: ldm r0!, {r2, r3, r4, r7}\n"
        "mov r8, r2\n mov r9, r3\n mov r10, r4\n"
        MOTE_PAIRS_BEGIN
        ".balign 4\n"
        "9: .word 0x000f000f\n"
        "2:\n"
        MOTE_PAIRS_4(0) MOTE_PAIRS_4(1) MOTE_PAIRS_4(2) MOTE_PAIRS_4(3)
        "adds r1, #4\n"
        "cmp r1, r12\n"
        "bne 2b\n"
        "mov r2, r8\n" MOTE_PAIRS_LESS("r2", 4)
        "mov r3, r9\n" MOTE_PAIRS_LESS("r3", 8)
        "mov r4, r10\n" MOTE_PAIRS_LESS("r4", 12)
        "ldr r1, [sp, #12]\n"
        "stm r1!, {r2, r3, r4, r7}\n"
        "str r1, [sp, #12]\n"
        "ldr r2, [sp, #16]\n"
        "cmp r1, r2\n"
        "bcc 1b\n"
        MOTE_PAIRS_LEAVE);
}

#define MOTE_PAIRS_3(at) \
    MOTE_PAIRS_LOAD(at) MOTE_PAIRS_STEP(3, "r8") MOTE_PAIRS_STEP(6, "r9") \
    MOTE_PAIRS_STEP(9, "r10") MOTE_PAIRS_STEP(12, "r11") MOTE_PAIRS_LAST

MOTE_NAKED static const uint32_t *mote_row_pairs_3(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int32_t columns MOTE_UNNAMED, uint32_t *sums MOTE_UNNAMED, const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_PAIRS_ENTER(40)
        "ldr r3, [sp, #4]\n mov r12, r3\n"
        "1: ldm r0!, {r2, r3, r4, r6, r7}\n"
        "mov r8, r2\n mov r9, r3\n mov r10, r4\n mov r11, r6\n"
        MOTE_PAIRS_BEGIN
        ".balign 4\n"
        "9: .word 0x00070007\n"
        "2:\n"
        MOTE_PAIRS_3(0) MOTE_PAIRS_3(1) MOTE_PAIRS_3(2) MOTE_PAIRS_3(3)
        "adds r1, #4\n"
        "cmp r1, r12\n"
        "bne 2b\n"
        "mov r2, r8\n" MOTE_PAIRS_LESS("r2", 3)
        "mov r3, r9\n" MOTE_PAIRS_LESS("r3", 6)
        "mov r4, r10\n" MOTE_PAIRS_LESS("r4", 9)
        "mov r6, r11\n" MOTE_PAIRS_LESS("r6", 12)
        "ldr r1, [sp, #12]\n"
        "stm r1!, {r2, r3, r4, r6, r7}\n"
        "str r1, [sp, #12]\n"
        "ldr r2, [sp, #16]\n"
        "cmp r1, r2\n"
        "bcc 1b\n"
        MOTE_PAIRS_LEAVE);
}

#define MOTE_PAIRS_2(at) \
    MOTE_PAIRS_LOAD(at) MOTE_PAIRS_STEP(2, "r8") MOTE_PAIRS_STEP(4, "r9") \
    MOTE_PAIRS_STEP(6, "r10") MOTE_PAIRS_STEP(8, "r11") MOTE_PAIRS_STEP(10, "r12") \
    MOTE_PAIRS_STEP(12, "lr") MOTE_PAIRS_STEP(14, "r6") MOTE_PAIRS_LAST

MOTE_NAKED static const uint32_t *mote_row_pairs_2(
    const uint32_t *stream MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED,
    int32_t columns MOTE_UNNAMED, uint32_t *sums MOTE_UNNAMED, const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_PAIRS_ENTER(64)
        "1: ldm r0!, {r2, r3, r4, r5, r6, r7}\n"
        "mov r8, r2\n mov r9, r3\n mov r10, r4\n mov r11, r5\n mov r12, r6\n mov lr, r7\n"
        "ldm r0!, {r6, r7}\n"
        MOTE_PAIRS_BEGIN
        ".balign 4\n"
        "9: .word 0x00030003\n"
        "2:\n"
        MOTE_PAIRS_2(0) MOTE_PAIRS_2(1) MOTE_PAIRS_2(2) MOTE_PAIRS_2(3)
        "adds r1, #4\n"
        "ldr r3, [sp, #4]\n"
        "cmp r1, r3\n"
        "beq 3f\n"
        "b 2b\n"
        "3: ldr r5, [sp, #12]\n"
        "mov r2, r8\n" MOTE_PAIRS_LESS("r2", 2)
        "mov r3, r9\n" MOTE_PAIRS_LESS("r3", 4)
        "mov r4, r10\n" MOTE_PAIRS_LESS("r4", 6)
        "stm r5!, {r2, r3, r4}\n"
        "mov r2, r11\n" MOTE_PAIRS_LESS("r2", 8)
        "mov r3, r12\n" MOTE_PAIRS_LESS("r3", 10)
        "mov r4, lr\n" MOTE_PAIRS_LESS("r4", 12)
        MOTE_PAIRS_LESS("r6", 14)
        "stm r5!, {r2, r3, r4, r6, r7}\n"
        "str r5, [sp, #12]\n"
        "ldr r2, [sp, #16]\n"
        "cmp r5, r2\n"
        "bcs 3f\n"
        "b 1b\n"
        "3:\n"
        MOTE_PAIRS_LEAVE);
}

static inline const uint32_t *mote_row_pairs(const uint32_t *stream, int32_t bits, const uint8_t *x,
                                             int32_t columns, uint32_t *sums, const uint32_t *end)
{
    if (bits == 2) {
        return mote_row_pairs_2(stream, x, columns, sums, end);
    }
    if (bits == 3) {
        return mote_row_pairs_3(stream, x, columns, sums, end);
    }
    return mote_row_pairs_4(stream, x, columns, sums, end);
}

#endif
