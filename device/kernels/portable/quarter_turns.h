/* SPDX-License-Identifier: Apache-2.0 */
/* x = q pi / 2 + r with |r| <= pi / 4, exact for the largest floats too: 96 of the bits of 2 / pi
   that matter times the significand of x, modulo 4 quarter turns. Returns r; *q is 0 .. 3. */
#ifndef MOTE_QUARTER_TURNS_H
#define MOTE_QUARTER_TURNS_H

#include <stdint.h>

#include "float_bits.h"
#include "mote/rom.h"

/* 2 / pi after its binary point, behind 32 zeros. */
static MOTE_ROM uint32_t mote_two_over_pi[8] = {0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1,
                                                0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};

/* 32 of its bits from bit `first` on. */
static inline uint32_t mote_two_over_pi_bits(uint32_t first)
{
    const uint32_t word = first >> 5;
    const uint32_t bit = first & 31;
    const uint32_t high = MOTE_READ_U32(mote_two_over_pi + word) << bit;
    return bit == 0 ? high : high | MOTE_READ_U32(mote_two_over_pi + word + 1) >> (32 - bit);
}

static inline float mote_quarter_turns(float x, uint32_t *q)
{
    const uint32_t bits = mote_bits_of_f32(x);
    const uint32_t exponent = bits >> 23 & 0xff;
    *q = 0;
    if (mote_abs_of_f32(x) <= 0.785398163f) {
        return x;
    }
    if (exponent == 255) {
        return mote_f32_of_bits(MOTE_NAN_BITS);
    }
    /* x = m 2^(exponent - 150); bits that stand for multiples of 4 are left out. */
    const uint64_t m = (bits & 0x7fffffu) | 0x800000u;
    const uint32_t first = exponent - 120;
    const uint64_t low = m * mote_two_over_pi_bits(first + 64);
    const uint64_t middle = m * mote_two_over_pi_bits(first + 32) + (low >> 32);
    const uint64_t turns = (m * mote_two_over_pi_bits(first) << 32) + middle;
    /* In units of 2^-62 quarter turns. */
    const uint64_t nearest = (turns + ((uint64_t)1 << 61)) >> 62;
    const float r = (float)(int64_t)(turns - (nearest << 62)) * 3.40612159e-19f;
    *q = (uint32_t)(bits >> 31 != 0 ? 0 - nearest : nearest) & 3;
    return bits >> 31 != 0 ? -r : r;
}

#endif
