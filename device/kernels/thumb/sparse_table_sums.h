/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sparse_table_sums.h, in assembly: 11.6 cycles for each product on ARMv6-M, where the
   plain loop takes 18; with MLA and a shifted operand two instructions less. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_SPARSE_TABLE_SUMS_H
#define MOTE_SPARSE_TABLE_SUMS_H

#include <stdint.h>

#include "mote/naked.h"
#include "sparse_steps.h"

/* 16 bytes of code. */
#ifdef __thumb2__
#define MOTE_SPARSE_TABLE_PLACE "add r1, r1, r4, lsr #4\n"
#else
#define MOTE_SPARSE_TABLE_PLACE "lsrs r5, r4, #4\n adds r1, r1, r5\n"
#endif
#define MOTE_SPARSE_TABLE_STEP(at) \
    "ldrb r4, [r0, #" #at "]\n" MOTE_SPARSE_TABLE_PLACE \
    "ands r4, r3\n ldrsb r4, [r2, r4]\n ldrb r5, [r1, #0]\n" MOTE_SPARSE_PRODUCT

MOTE_NAKED static const uint8_t *mote_sparse_table_sums(
    const uint8_t *codes MOTE_UNNAMED, const int8_t *table MOTE_UNNAMED,
    const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED, int32_t *sums MOTE_UNNAMED)
{
    __asm__(
        MOTE_SPARSE_ENTER
        "mov r9, r2\n mov r10, r3\n ldr r4, [sp, #36]\n mov r11, r4\n"
        "movs r2, r1\n movs r3, #15\n"
        MOTE_SPARSE_ROW
        MOTE_SPARSE_RUN("7")
        "adds r6, r0, r7\n"
        "subs r0, r0, r5\n"
        "lsls r5, r5, #4\n"
        MOTE_SPARSE_LOOP
        MOTE_SPARSE_TABLE_STEP(0) MOTE_SPARSE_TABLE_STEP(1) MOTE_SPARSE_TABLE_STEP(2)
        MOTE_SPARSE_TABLE_STEP(3) MOTE_SPARSE_TABLE_STEP(4) MOTE_SPARSE_TABLE_STEP(5)
        MOTE_SPARSE_TABLE_STEP(6) MOTE_SPARSE_TABLE_STEP(7)
        MOTE_SPARSE_AGAIN("8")
        MOTE_SPARSE_LEAVE);
}

#endif
