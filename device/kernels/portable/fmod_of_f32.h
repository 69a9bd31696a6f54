/* SPDX-License-Identifier: Apache-2.0 */
/* x - n y with n = x / y rounded toward zero, exact: long division of the significands. NaN for
   y = 0 and infinite x. */
#ifndef MOTE_FMOD_OF_F32_H
#define MOTE_FMOD_OF_F32_H

#include <stdint.h>

#include "float_bits.h"

/* Bits of a finite magnitude: *exponent so that it is the significand times 2^*exponent. */
static inline uint32_t mote_significand(uint32_t bits, int32_t *exponent)
{
    const int32_t stored = (int32_t)(bits >> 23);
    *exponent = stored == 0 ? 1 : stored;
    return stored == 0 ? bits : (bits & 0x7fffffu) | 0x800000u;
}

static inline float mote_fmod_of_f32(float x, float y)
{
    const uint32_t x_bits = mote_bits_of_f32(x) & 0x7fffffffu;
    const uint32_t y_bits = mote_bits_of_f32(y) & 0x7fffffffu;
    if (x_bits >= MOTE_INFINITY_BITS || y_bits > MOTE_INFINITY_BITS || y_bits == 0) {
        return mote_f32_of_bits(MOTE_NAN_BITS);
    }
    if (x_bits < y_bits) {
        return x;
    }
    int32_t exponent, y_exponent;
    uint32_t rest = mote_significand(x_bits, &exponent);
    const uint32_t divisor = mote_significand(y_bits, &y_exponent);
    rest %= divisor;
    for (; exponent > y_exponent; exponent--) {
        rest = (rest << 1) % divisor;
    }
    if (rest == 0) {
        return x < 0 ? -0.0f : 0.0f;
    }
    for (; rest < 0x800000u && exponent > 1; exponent--) {
        rest <<= 1;
    }
    const uint32_t bits = rest < 0x800000u ? rest : ((uint32_t)exponent << 23) | (rest & 0x7fffffu);
    return mote_f32_of_bits(bits | (x < 0 ? 0x80000000u : 0));
}

#endif
