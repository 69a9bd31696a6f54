/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sparse_signs_sums.h, in assembly: on ARMv6-M 6.6 cycles for each place by 8 bits, 7.6 by
   4 bits (10 where nothing is added); the plain loops take 11 and 16. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_SPARSE_SIGNS_SUMS_H
#define MOTE_SPARSE_SIGNS_SUMS_H

#include <stdint.h>

#include "mote/naked.h"
#include "sparse_steps.h"

/* 8 bytes of code. */
#define MOTE_SIGNS_BYTE(at) \
    "ldrb r4, [r0, #" #at "]\n adds r1, r1, r4\n ldrb r4, [r1, #0]\n add r8, r4\n"

MOTE_NAKED static const uint8_t *mote_signs_byte_sums(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_SPARSE_ENTER
        "subs r1, #1\n mov r9, r1\n mov r10, r2\n mov r11, r3\n"
        MOTE_SPARSE_ROW
        MOTE_SPARSE_RUN("7")
        "adds r6, r0, r7\n"
        "subs r0, r0, r5\n"
        "lsls r5, r5, #3\n"
        MOTE_SPARSE_LOOP
        MOTE_SIGNS_BYTE(0) MOTE_SIGNS_BYTE(1) MOTE_SIGNS_BYTE(2) MOTE_SIGNS_BYTE(3)
        MOTE_SIGNS_BYTE(4) MOTE_SIGNS_BYTE(5) MOTE_SIGNS_BYTE(6) MOTE_SIGNS_BYTE(7)
        MOTE_SPARSE_AGAIN("8")
        MOTE_SPARSE_LISTS
        MOTE_SPARSE_LEAVE);
}

/* 22 bytes of code; `first` and `second` are where zeros go, `third` and `last` where they come
   back. */
#define MOTE_SIGNS_HALVES(at, first, second, third, last) \
    "ldrb r4, [r0, #" #at "]\n" \
    "lsrs r5, r4, #4\n beq " #first "f\n" \
    "adds r1, r1, r5\n ldrb r5, [r1, #0]\n add r8, r5\n" \
    #third ": ands r4, r3\n beq " #second "f\n" \
    "adds r1, r1, r4\n ldrb r4, [r1, #0]\n add r8, r4\n" \
    #last ":\n"
#define MOTE_SIGNS_STEPS(first, second, third, last) \
    #first ": adds r1, #15\n b " #third "b\n" \
    #second ": adds r1, #15\n b " #last "b\n"

MOTE_NAKED static const uint8_t *mote_signs_half_sums(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_SPARSE_ENTER
        "subs r1, #1\n mov r9, r1\n mov r10, r2\n mov r11, r3\n movs r3, #15\n"
        MOTE_SPARSE_ROW
        MOTE_SPARSE_RUN("3")
        "adds r6, r0, r7\n"
        "subs r0, r0, r5\n"
        "movs r4, #22\n muls r5, r4, r5\n"
        MOTE_SPARSE_LOOP
        MOTE_SIGNS_HALVES(0, 10, 20, 30, 40) MOTE_SIGNS_HALVES(1, 11, 21, 31, 41)
        MOTE_SIGNS_HALVES(2, 12, 22, 32, 42) MOTE_SIGNS_HALVES(3, 13, 23, 33, 43)
        MOTE_SPARSE_AGAIN("4")
        MOTE_SPARSE_LISTS
        MOTE_SPARSE_LEAVE
        MOTE_SIGNS_STEPS(10, 20, 30, 40) MOTE_SIGNS_STEPS(11, 21, 31, 41)
        MOTE_SIGNS_STEPS(12, 22, 32, 42) MOTE_SIGNS_STEPS(13, 23, 33, 43));
}

static inline const uint8_t *mote_signs_sums(const uint8_t *codes, int32_t bits, const uint8_t *x,
                                             int32_t rows, int32_t *sums)
{
    return bits == 4 ? mote_signs_half_sums(codes, x, rows, sums)
                     : mote_signs_byte_sums(codes, x, rows, sums);
}

#endif
