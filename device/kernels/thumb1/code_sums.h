/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/code_sums.h, in ARMv6-M assembly. A place,
     sum += x[word >> from & mask]; x += size
   takes 6 cycles; with loads 7.3 (2 bits), 7.8 (3), 6.6 (4) and 8.9 (5 and 6), where plain C takes
   9 to 12. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_CODE_SUMS_H
#define MOTE_CODE_SUMS_H

#include <stdint.h>

#include "mote/apart.h"
#include "mote/naked.h"
#include "bit_fields.h"

typedef struct {
    int32_t size;
    int32_t eights;     /* of the places of a row, not 0 */
    int32_t rest_bytes; /* behind them */
    int32_t *sums;
    int32_t bits, rest, row_bytes; /* of a code; codes behind the last eight; of a row's codes */
} mote_code_job;

/* r0 the codes, r1 where in x, r2 size, r3 15, r4 and r5 free, r7 eights to go, r8 the sum, r9 the
   beginning of x, r10 rows to go, r11 where sums go, r12 eights of a row, lr bytes behind them. */
#define MOTE_CODE_ENTER \
    ".syntax unified\n" \
    "push {r4-r7, lr}\n" \
    "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n" \
    "push {r4-r7}\n" \
    "mov r9, r1\n mov r10, r2\n" \
    "ldm r3!, {r2, r4, r5, r6}\n" \
    "mov r12, r4\n mov lr, r5\n mov r11, r6\n" \
    "movs r3, #15\n" \
    "2: movs r4, #0\n mov r8, r4\n" \
    "mov r1, r9\n" \
    "mov r7, r12\n" \
    "1:\n"
#define MOTE_CODE_LEAVE(bits) \
    "adds r0, #" bits "\n" \
    "subs r7, #1\n" \
    "bne 1b\n" \
    "add r0, lr\n" \
    "mov r4, r11\n mov r5, r8\n stm r4!, {r5}\n mov r11, r4\n" \
    "mov r4, r10\n subs r4, #1\n mov r10, r4\n" \
    "bne 2b\n" \
    "pop {r4-r7}\n" \
    "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n" \
    "pop {r4-r7, pc}\n"

/* The first three bytes. */
#define MOTE_CODE_WORD \
    "ldrb r4, [r0, #0]\n ldrb r5, [r0, #1]\n lsls r5, r5, #8\n orrs r4, r5\n" \
    "ldrb r5, [r0, #2]\n lsls r5, r5, #16\n orrs r4, r5\n"

/* A place out of the word r4; the last one of it. */
#define MOTE_CODE_PLACE "ldrb r5, [r1, r5]\n add r8, r5\n adds r1, r1, r2\n"
#define MOTE_CODE(left, right) \
    "lsls r5, r4, #" left "\n lsrs r5, r5, #" right "\n" MOTE_CODE_PLACE
#define MOTE_CODE_LAST(right) "lsrs r5, r4, #" right "\n" MOTE_CODE_PLACE

/* Two of 4 bits. */
#define MOTE_TWO_CODES(at) \
    "ldrb r4, [r0, #" at "]\n movs r5, r4\n ands r5, r3\n" MOTE_CODE_PLACE \
    "lsrs r5, r4, #4\n" MOTE_CODE_PLACE

MOTE_NAKED static void mote_code_sums_2(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    const mote_code_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_CODE_ENTER
        "ldrb r4, [r0, #0]\n ldrb r5, [r0, #1]\n lsls r5, r5, #8\n orrs r4, r5\n"
        MOTE_CODE("30", "30") MOTE_CODE("28", "30") MOTE_CODE("26", "30") MOTE_CODE("24", "30")
        MOTE_CODE("22", "30") MOTE_CODE("20", "30") MOTE_CODE("18", "30") MOTE_CODE_LAST("14")
        MOTE_CODE_LEAVE("2"));
}

MOTE_NAKED static void mote_code_sums_3(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    const mote_code_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_CODE_ENTER
        MOTE_CODE_WORD
        MOTE_CODE("29", "29") MOTE_CODE("26", "29") MOTE_CODE("23", "29") MOTE_CODE("20", "29")
        MOTE_CODE("17", "29") MOTE_CODE("14", "29") MOTE_CODE("11", "29") MOTE_CODE_LAST("21")
        MOTE_CODE_LEAVE("3"));
}

MOTE_NAKED static void mote_code_sums_4(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    const mote_code_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_CODE_ENTER
        MOTE_TWO_CODES("0") MOTE_TWO_CODES("1") MOTE_TWO_CODES("2") MOTE_TWO_CODES("3")
        MOTE_CODE_LEAVE("4"));
}

MOTE_NAKED static void mote_code_sums_5(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    const mote_code_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_CODE_ENTER
        MOTE_CODE_WORD
        MOTE_CODE("27", "27") MOTE_CODE("22", "27") MOTE_CODE("17", "27") MOTE_CODE("12", "27")
        "ldrb r4, [r0, #2]\n lsrs r4, r4, #4\n ldrb r5, [r0, #3]\n lsls r5, r5, #4\n orrs r4, r5\n"
        "ldrb r5, [r0, #4]\n lsls r5, r5, #12\n orrs r4, r5\n"
        MOTE_CODE("27", "27") MOTE_CODE("22", "27") MOTE_CODE("17", "27") MOTE_CODE_LAST("15")
        MOTE_CODE_LEAVE("5"));
}

MOTE_NAKED static void mote_code_sums_6(
    const uint8_t *codes MOTE_UNNAMED, const uint8_t *x MOTE_UNNAMED, int32_t rows MOTE_UNNAMED,
    const mote_code_job *job MOTE_UNNAMED)
{
    __asm__(
        MOTE_CODE_ENTER
        MOTE_CODE_WORD
        MOTE_CODE("26", "26") MOTE_CODE("20", "26") MOTE_CODE("14", "26") MOTE_CODE_LAST("18")
        "ldrb r4, [r0, #3]\n ldrb r5, [r0, #4]\n lsls r5, r5, #8\n orrs r4, r5\n"
        "ldrb r5, [r0, #5]\n lsls r5, r5, #16\n orrs r4, r5\n"
        MOTE_CODE("26", "26") MOTE_CODE("20", "26") MOTE_CODE("14", "26") MOTE_CODE_LAST("18")
        MOTE_CODE_LEAVE("6"));
}

/* Adds the codes behind a row's eights to its sum, of x from there on. */
MOTE_APART static void mote_code_rests(const uint8_t *codes, const uint8_t *x, int32_t rows,
                                       const mote_code_job *job)
{
    codes += job->eights * job->bits;
    for (int32_t o = 0; o < rows; o++, codes += job->row_bytes) {
        const uint8_t *from = x;
        int32_t sum = job->eights == 0 ? 0 : job->sums[o], at = 0;
        for (int32_t g = 0; g < job->rest; g++, at += job->bits, from += job->size) {
            sum += from[mote_bit_field(codes, job->bits, at)];
        }
        job->sums[o] = sum;
    }
}

/* The sums of `rows` rows; returns where the codes end. */
static const uint8_t *mote_code_sums(const uint8_t *codes, int32_t bits, int32_t groups,
                                     int32_t size, const uint8_t *x, int32_t rows, int32_t *sums)
{
    const int32_t rest = groups & 7, row_bytes = (groups * bits + 7) >> 3;
    const mote_code_job job = {size, groups >> 3, (rest * bits + 7) >> 3, sums,
                               bits, rest, row_bytes};
    if (job.eights == 0) {
        /* All places are behind eights. */
    } else if (bits == 2) {
        mote_code_sums_2(codes, x, rows, &job);
    } else if (bits == 3) {
        mote_code_sums_3(codes, x, rows, &job);
    } else if (bits == 4) {
        mote_code_sums_4(codes, x, rows, &job);
    } else if (bits == 5) {
        mote_code_sums_5(codes, x, rows, &job);
    } else {
        mote_code_sums_6(codes, x, rows, &job);
    }
    if (rest != 0) {
        mote_code_rests(codes, x + job.eights * 8 * size, rows, &job);
    }
    return codes + rows * row_bytes;
}

#endif
