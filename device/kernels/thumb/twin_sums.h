/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/twin_sums.h, in ARMv6-M assembly, with MLA where there is one. The code of row j is not
   cut out of its word:
     t[j] += (word >> j * bits) * x, and in the end sum(u[j] * x) = t[j] - (t[j + 1] << bits);
   3 cycles for two products, with loads 1.8 for each. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_TWIN_SUMS_H
#define MOTE_TWIN_SUMS_H

#include <stdint.h>

#include "mote/naked.h"

#ifdef __thumb2__
#define MOTE_TWIN_PRODUCT(u, x, t) "mla " t ", " u ", " x ", " t "\n"
#else
#define MOTE_TWIN_PRODUCT(u, x, t) "muls " u ", " x ", " u "\n add " t ", " u "\n"
#endif

/* Row j of the word r2 times x: t[0] to t[7] are r8 to r12, lr, r6, r7. */
#define MOTE_TWIN_ROW(shift, x, t) "lsrs r3, r2, #" #shift "\n" MOTE_TWIN_PRODUCT("r3", x, t)
#define MOTE_TWIN_ROWS(x, s1, s2, s3, s4, s5, s6, s7) \
    MOTE_TWIN_ROW(s7, x, "r7") MOTE_TWIN_ROW(s6, x, "r6") MOTE_TWIN_ROW(s5, x, "lr") \
    MOTE_TWIN_ROW(s4, x, "r12") MOTE_TWIN_ROW(s3, x, "r11") MOTE_TWIN_ROW(s2, x, "r10") \
    MOTE_TWIN_ROW(s1, x, "r9")
/* The last row, whose code is the lowest of the word. */
#define MOTE_TWIN_LAST(x) MOTE_TWIN_PRODUCT("r2", x, "r8")

/* r0 codes, r1 x; 0 sums, 4 end of codes. */
#define MOTE_TWIN_ENTER \
    ".syntax unified\n" \
    "push {r4-r7, lr}\n" \
    "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n" \
    "push {r2-r7}\n" \
    "movs r6, #0\n movs r7, #0\n" \
    "mov r8, r6\n mov r9, r6\n mov r10, r6\n mov r11, r6\n mov r12, r6\n mov lr, r6\n"

#define MOTE_TWIN_NEXT \
    "ldr r3, [sp, #4]\n" \
    "cmp r0, r3\n" \
    "bne 1b\n"

#define MOTE_TWIN_LESS(t, next, bits) "lsls r5, " next ", #" bits "\n subs " t ", " t ", r5\n"
#define MOTE_TWIN_LEAVE(bits) \
    "ldr r3, [sp, #0]\n" \
    "mov r0, r8\n mov r1, r9\n" MOTE_TWIN_LESS("r0", "r1", bits) \
    "mov r2, r10\n" MOTE_TWIN_LESS("r1", "r2", bits) \
    "mov r4, r11\n" MOTE_TWIN_LESS("r2", "r4", bits) \
    "mov r5, r12\n" MOTE_TWIN_LESS("r4", "r5", bits) \
    "stm r3!, {r0, r1, r2, r4}\n" \
    "mov r0, r12\n mov r1, lr\n" MOTE_TWIN_LESS("r0", "r1", bits) \
    MOTE_TWIN_LESS("r1", "r6", bits) \
    MOTE_TWIN_LESS("r6", "r7", bits) \
    "stm r3!, {r0, r1, r6, r7}\n" \
    "pop {r2-r7}\n" \
    "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n" \
    "pop {r4-r7, pc}\n"

#define MOTE_TWIN_TWO \
    "ldm r0!, {r2}\n" \
    "ldm r1!, {r4, r5}\n" \
    MOTE_TWIN_ROWS("r4", 18, 20, 22, 24, 26, 28, 30) MOTE_TWIN_ROW(16, "r4", "r8") \
    "uxth r2, r2\n" \
    MOTE_TWIN_ROWS("r5", 2, 4, 6, 8, 10, 12, 14) MOTE_TWIN_LAST("r5")

/* MOTE_SMALL: libraries of few weights, where code counts. An odd count of words begins in the
   middle of the loop. */
#ifdef MOTE_SMALL
#define MOTE_TWIN_FOUR "1:\n" MOTE_TWIN_TWO
#else
#define MOTE_TWIN_FOUR \
    "subs r3, r3, r0\n lsrs r3, r3, #3\n bcs 2f\n" \
    "1:\n" MOTE_TWIN_TWO \
    "2:\n" MOTE_TWIN_TWO
#endif

MOTE_NAKED static void mote_twin_sums_2(
    const uint32_t *codes MOTE_UNNAMED, const uint32_t *x MOTE_UNNAMED,
    uint32_t *sums MOTE_UNNAMED, const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_TWIN_ENTER
        MOTE_TWIN_FOUR
        MOTE_TWIN_NEXT
        MOTE_TWIN_LEAVE("2"));
}

#define MOTE_TWIN_THREE \
    "ldm r0!, {r2}\n" \
    "ldm r1!, {r4}\n" \
    MOTE_TWIN_ROWS("r4", 11, 14, 17, 20, 23, 26, 29) MOTE_TWIN_ROW(8, "r4", "r8") \
    "uxtb r2, r2\n"

MOTE_NAKED static void mote_twin_sums_3(
    const uint32_t *codes MOTE_UNNAMED, const uint32_t *x MOTE_UNNAMED,
    uint32_t *sums MOTE_UNNAMED, const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_TWIN_ENTER
        "1:\n"
        MOTE_TWIN_THREE "mov r5, r2\n"
        MOTE_TWIN_THREE "lsls r2, r2, #8\n orrs r5, r2\n"
        MOTE_TWIN_THREE "lsls r2, r2, #16\n orrs r2, r5\n"
        "ldm r1!, {r4}\n"
        MOTE_TWIN_ROWS("r4", 3, 6, 9, 12, 15, 18, 21) MOTE_TWIN_LAST("r4")
        "ldr r3, [sp, #4]\n"
        "cmp r0, r3\n"
        "beq 2f\n"
        "b 1b\n"
        "2:\n"
        MOTE_TWIN_LEAVE("3"));
}

MOTE_NAKED static void mote_twin_sums_4(
    const uint32_t *codes MOTE_UNNAMED, const uint32_t *x MOTE_UNNAMED,
    uint32_t *sums MOTE_UNNAMED, const uint32_t *end MOTE_UNNAMED)
{
    __asm__(
        MOTE_TWIN_ENTER
        "1: ldm r1!, {r4, r5}\n"
        "ldm r0!, {r2}\n"
        MOTE_TWIN_ROWS("r4", 4, 8, 12, 16, 20, 24, 28) MOTE_TWIN_LAST("r4")
        "ldm r0!, {r2}\n"
        MOTE_TWIN_ROWS("r5", 4, 8, 12, 16, 20, 24, 28) MOTE_TWIN_LAST("r5")
        MOTE_TWIN_NEXT
        MOTE_TWIN_LEAVE("4"));
}

static inline void mote_twin_sums(const uint32_t *codes, int32_t bits, int32_t words,
                                  const uint32_t *x, uint32_t sums[8])
{
    if (bits == 2) {
        mote_twin_sums_2(codes, x, sums, codes + words);
    } else if (bits == 3) {
        mote_twin_sums_3(codes, x, sums, codes + words);
    } else {
        mote_twin_sums_4(codes, x, sums, codes + words);
    }
}

#endif
