/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sparse_sums.h, in assembly: 10.6 cycles for each product on ARMv6-M, where the plain
   loop takes 16; with MLA two instructions less. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_SPARSE_SUMS_H
#define MOTE_SPARSE_SUMS_H

#include <stdint.h>

#include "mote/naked.h"
#include "sparse_steps.h"

/* 14 bytes of code. */
#ifdef __thumb2__
#define MOTE_SPARSE_WEIGHT(next) "ldrsb.w r4, [r0, #" #next "]\n"
#else
#define MOTE_SPARSE_WEIGHT(next) "ldrb r4, [r0, #" #next "]\n sxtb r4, r4\n"
#endif
#define MOTE_SPARSE_STEP(at, next) \
    "ldrb r4, [r0, #" #at "]\n adds r1, r1, r4\n ldrb r5, [r1, #0]\n" \
    MOTE_SPARSE_WEIGHT(next) MOTE_SPARSE_PRODUCT

MOTE_NAKED static const uint8_t *mote_sparse_sums(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_SPARSE_ENTER
        "mov r9, r1\n mov r10, r2\n mov r11, r3\n"
        MOTE_SPARSE_ROW
        MOTE_SPARSE_RUN("7")
        "lsls r4, r7, #1\n adds r6, r0, r4\n"
        "lsls r4, r5, #1\n subs r0, r0, r4\n"
        "movs r4, #14\n muls r5, r4, r5\n"
        MOTE_SPARSE_LOOP
        MOTE_SPARSE_STEP(0, 1) MOTE_SPARSE_STEP(2, 3) MOTE_SPARSE_STEP(4, 5) MOTE_SPARSE_STEP(6, 7)
        MOTE_SPARSE_STEP(8, 9) MOTE_SPARSE_STEP(10, 11) MOTE_SPARSE_STEP(12, 13)
        MOTE_SPARSE_STEP(14, 15)
        MOTE_SPARSE_AGAIN("16")
        MOTE_SPARSE_LEAVE);
}

#endif
