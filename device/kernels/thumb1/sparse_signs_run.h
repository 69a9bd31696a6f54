/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sparse_signs_run.h: 6.6 cycles for each place by 8 bits, 7.6 by 4 bits (and 6 more
   where nothing is added); the plain loops take 11 and 16. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_SPARSE_SIGNS_RUN_H
#define MOTE_SPARSE_SIGNS_RUN_H

#include <stdint.h>

/* 8 bytes of code. */
#define MOTE_SIGNS_BYTE(at) \
    "ldrb %[a], [%[codes], #" #at "]\n adds %[x], %[x], %[a]\n ldrb %[a], [%[x], #0]\n" \
    "add %[sum], %[a]\n"

static inline int32_t mote_signs_bytes(const uint8_t *codes, int32_t count, const uint8_t *x,
                                       int32_t *at)
{
    const uint8_t *const end = codes + count, *from = x + *at;
    int32_t sum = 0, a = -count & 7;
    if (count == 0) {
        return 0;
    }
    codes -= a;
    a *= 8;
    /* Enters the loop where as many steps remain as the count is more than a multiple of 8. */
    __asm__(
        ".syntax unified\n"
        "add pc, %[a]\n"
        "nop\n"
        "1:\n"
        MOTE_SIGNS_BYTE(0) MOTE_SIGNS_BYTE(1) MOTE_SIGNS_BYTE(2) MOTE_SIGNS_BYTE(3)
        MOTE_SIGNS_BYTE(4) MOTE_SIGNS_BYTE(5) MOTE_SIGNS_BYTE(6) MOTE_SIGNS_BYTE(7)
        "adds %[codes], #8\n"
        "cmp %[codes], %[end]\n"
        "bne 1b\n"
        : [codes] "+l"(codes), [x] "+l"(from), [sum] "+h"(sum), [a] "+l"(a)
        : [end] "h"(end)
        : "cc", "memory");
    *at = (int32_t)(from - x);
    return sum;
}

/* 22 bytes of code, `first` and `second` are where zeros go and `third` and `last` where they come
   back. */
#define MOTE_SIGNS_HALVES(at, first, second, third, last) \
    "ldrb %[a], [%[codes], #" #at "]\n" \
    "lsrs %[b], %[a], #4\n beq " #first "f\n" \
    "adds %[x], %[x], %[b]\n ldrb %[b], [%[x], #0]\n add %[sum], %[b]\n" \
    #third ": ands %[a], %[mask]\n beq " #second "f\n" \
    "adds %[x], %[x], %[a]\n ldrb %[a], [%[x], #0]\n add %[sum], %[a]\n" \
    #last ":\n"
#define MOTE_SIGNS_STEPS(first, second, third, last) \
    #first ": adds %[x], #15\n b " #third "b\n" \
    #second ": adds %[x], #15\n b " #last "b\n"

static inline int32_t mote_signs_halves(const uint8_t *codes, int32_t count, const uint8_t *x,
                                        int32_t *at)
{
    const uint8_t *const end = codes + count, *from = x + *at;
    int32_t sum = 0, a, b = -count & 3;
    if (count == 0) {
        return 0;
    }
    codes -= b;
    b *= 22;
    /* Enters the loop where as many steps remain as the count is more than a multiple of 4. */
    __asm__(
        ".syntax unified\n"
        "add pc, %[b]\n"
        "nop\n"
        "1:\n"
        MOTE_SIGNS_HALVES(0, 10, 20, 30, 40) MOTE_SIGNS_HALVES(1, 11, 21, 31, 41)
        MOTE_SIGNS_HALVES(2, 12, 22, 32, 42) MOTE_SIGNS_HALVES(3, 13, 23, 33, 43)
        "adds %[codes], #4\n"
        "cmp %[codes], %[end]\n"
        "bne 1b\n"
        "b 2f\n"
        MOTE_SIGNS_STEPS(10, 20, 30, 40) MOTE_SIGNS_STEPS(11, 21, 31, 41)
        MOTE_SIGNS_STEPS(12, 22, 32, 42) MOTE_SIGNS_STEPS(13, 23, 33, 43)
        "2:\n"
        : [codes] "+l"(codes), [x] "+l"(from), [sum] "+h"(sum), [a] "=&l"(a), [b] "+l"(b)
        : [end] "h"(end), [mask] "l"(15)
        : "cc", "memory");
    *at = (int32_t)(from - x);
    return sum;
}

#endif
