/* SPDX-License-Identifier: Apache-2.0 */
/* Integer arithmetic that learning on the device shares: saturation, rounding shifts, and a
   division and a square root bit by bit, for cores that have neither. Shifts right of negative
   numbers keep the sign, as everywhere in the kernels. */
#ifndef MOTE_INTEGERS_H
#define MOTE_INTEGERS_H

#include <stdint.h>

static inline int32_t mote_saturate_s32(int64_t value)
{
    return value > INT32_MAX ? INT32_MAX : value < -INT32_MAX ? -INT32_MAX : (int32_t)value;
}

/* value / 2^bits, halves up. bits 0 .. 62; |value| <= 2^62. */
static inline int64_t mote_round_shift(int64_t value, int32_t bits)
{
    return (value + (((int64_t)1 << bits) >> 1)) >> bits;
}

static inline uint64_t mote_magnitude(int64_t value)
{
    return value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
}

/* dividend / divisor, rounded down; divisor 1 .. 2^31. One quotient bit a turn, restoring. */
static inline uint64_t mote_quotient(uint64_t dividend, uint32_t divisor)
{
    uint32_t rest = 0;
    for (int32_t bit = 0; bit < 64; bit++) {
        rest = (rest << 1) | (uint32_t)(dividend >> 63);
        dividend <<= 1;
        if (rest >= divisor) {
            rest -= divisor;
            dividend |= 1;
        }
    }
    return dividend;
}

/* dividend / divisor, rounded towards zero; |dividend| < 2^63, divisor 1 .. 2^31. */
static inline int64_t mote_signed_quotient(int64_t dividend, uint32_t divisor)
{
    const int64_t size = (int64_t)mote_quotient(mote_magnitude(dividend), divisor);
    return dividend < 0 ? -size : size;
}

/* 2^31 / divisor to the nearest; divisor 1 .. 2^16. */
static inline uint32_t mote_reciprocal_q31(uint32_t divisor)
{
    return (uint32_t)mote_quotient(((uint64_t)1 << 31) + divisor / 2, divisor);
}

/* Square root, rounded down: two bits of the radicand a turn, one of the root. */
static inline uint32_t mote_square_root(uint64_t radicand)
{
    uint64_t root = 0;
    for (int32_t bit = 62; bit >= 0; bit -= 2) {
        const uint64_t trial = root + ((uint64_t)1 << bit);
        root >>= 1;
        if (radicand >= trial) {
            radicand -= trial;
            root += (uint64_t)1 << bit;
        }
    }
    return (uint32_t)root;
}

#endif
