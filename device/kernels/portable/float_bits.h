/* SPDX-License-Identifier: Apache-2.0 */
/* A float as its IEEE 754 bits and back: sign 1, exponent 8 (+ 127), fraction 23. */
#ifndef MOTE_FLOAT_BITS_H
#define MOTE_FLOAT_BITS_H

#include <stdint.h>

#define MOTE_INFINITY_BITS 0x7f800000u
#define MOTE_NAN_BITS 0x7fc00000u

static inline uint32_t mote_bits_of_f32(float real)
{
    union {
        float real;
        uint32_t bits;
    } both;
    both.real = real;
    return both.bits;
}

static inline float mote_f32_of_bits(uint32_t bits)
{
    union {
        uint32_t bits;
        float real;
    } both;
    both.bits = bits;
    return both.real;
}

static inline float mote_abs_of_f32(float x)
{
    return mote_f32_of_bits(mote_bits_of_f32(x) & 0x7fffffffu);
}

#endif
