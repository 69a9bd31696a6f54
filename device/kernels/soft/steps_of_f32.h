/* SPDX-License-Identifier: Apache-2.0 */
/* A float times a factor by one product of 16 bits, for cores without an FPU. */
#ifndef MOTE_STEPS_OF_F32_H
#define MOTE_STEPS_OF_F32_H

#include <stdint.h>

/* How far x * factor is to be shifted down to count 2^-16 of a step: too much is 0, less than 2 is
   beyond all bytes (infinities and NaN are, too). */
static inline uint32_t mote_shift_of_f32(uint32_t bits, uint32_t reach)
{
    return reach - (bits << 1 >> 24);
}

/* |x * factor|, too small by less than 2^-15 of itself, with the sign in all bits: -1 - |...|. */
static inline uint32_t mote_steps_of_f32(uint32_t bits, uint32_t factor, uint32_t shift)
{
    const uint32_t mantissa = (bits << 8 | 0x80000000u) >> 16;
    return (mantissa * factor >> shift) ^ (uint32_t)((int32_t)bits >> 31);
}

/* The byte of what is beyond all bytes; NaN gives the zero point. */
static inline int8_t mote_far_byte_of_f32(uint32_t bits, int32_t zero)
{
    return (int8_t)(bits << 1 > 0xff000000u ? zero : bits >> 31 ? -128 : 127);
}

static inline uint32_t mote_mantissa_of_f32(uint32_t bits)
{
    return (bits & 0x7fffffu) | 0x800000u;
}

/* How many halves the magnitude of q - 1/2 has. */
static inline uint32_t mote_halves_below(int32_t q)
{
    return (uint32_t)(q > 0 ? 2 * q - 1 : 1 - 2 * q);
}

/* q or q - 1, for a number whose magnitude is larger than that of q - 1/2 (side 1), smaller (-1) or
   the same (0: the even one, which of 0 and 1 and of -1 and 0 is the smaller; so it does not matter
   there that floats below 1/2 have twice as many neighbors as those above). */
static inline int32_t mote_side_of_half(int32_t q, int32_t side)
{
    if (side == 0)
        return q - (q & 1);
    return (side > 0) == (q > 0) ? q : q - 1;
}

static inline int8_t mote_byte_of_steps(int32_t steps)
{
    const int32_t q = steps >> 16;
    return (int8_t)(q == (int8_t)q ? q : q < 0 ? -128 : 127);
}

#endif
