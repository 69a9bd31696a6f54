/* SPDX-License-Identifier: Apache-2.0 */
/* The square root, correctly rounded: the integer root of the significand, one bit after the other.
   NaN below 0. */
#ifndef MOTE_SQRT_OF_F32_H
#define MOTE_SQRT_OF_F32_H

#include <stdint.h>

#include "float_bits.h"

static inline float mote_sqrt_of_f32(float x)
{
    if (!(x > 0) || mote_bits_of_f32(x) == MOTE_INFINITY_BITS) {
        return x < 0 ? mote_f32_of_bits(MOTE_NAN_BITS) : x;
    }
    int32_t halvings = 0;
    if (x < 1.17549435e-38f) {
        x *= 16777216.0f; /* 2^24: no subnormals */
        halvings = 12;
    }
    const uint32_t bits = mote_bits_of_f32(x);
    const int32_t exponent = (int32_t)(bits >> 23) - 127;
    const uint64_t significand = (bits & 0x7fffffu) | 0x800000u;
    /* Of 49 or 50 bits, so that the root has 25: one to round. */
    uint64_t rest = significand << ((exponent & 1) != 0 ? 26 : 25);
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 48; bit != 0; bit >>= 2) {
        const uint64_t with = root + bit;
        root >>= 1;
        if (rest >= with) {
            rest -= with;
            root += bit;
        }
    }
    /* Never half way: a root that ends there would have a square of 51 bits. */
    const uint32_t rounded = (uint32_t)((root + 1) >> 1);
    const int32_t half = (exponent - (exponent & 1)) / 2 - halvings;
    return mote_f32_of_bits(((uint32_t)(half + 126) << 23) + rounded);
}

#endif
