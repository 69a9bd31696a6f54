/* SPDX-License-Identifier: Apache-2.0 */
/* Where 16 bits of x and of a channel's gain cannot tell two bytes apart: a subtraction and a
   product as floats have them, by integers. */
#ifndef MOTE_NORMALIZE_EXACTLY_S8_H
#define MOTE_NORMALIZE_EXACTLY_S8_H

#include <stdint.h>

#include "mote/apart.h"
#include "mote/rom.h"
#include "steps_of_f32.h"

/* The magnitude of a - b as a float has it, in [1 << 23, 1 << 24], and in *raised how often it was
   doubled from a 1/2 of the mantissa of the larger one. a - b is not 0; of a and b, what is a
   denormal does not matter beside the other one. */
static inline uint32_t mote_difference_of_f32(uint32_t a, uint32_t b, int32_t *raised)
{
    const uint32_t adds = (a ^ b) >> 31;
    const uint32_t large = a << 1 > b << 1 ? a << 1 : b << 1;
    const uint32_t small = a << 1 > b << 1 ? b << 1 : a << 1;
    const uint32_t shift = (large >> 24) - (small >> 24);
    uint32_t sum = mote_mantissa_of_f32(large >> 1) << 3;
    uint32_t part = mote_mantissa_of_f32(small >> 1) << 3;
    /* The last bit says whether there are more. */
    part = shift > 26 ? 1 : part >> shift | ((part & (((uint32_t)1 << shift) - 1)) != 0);
    sum = adds ? sum + part : sum - part;
    *raised = (int32_t)(large >> 24);
    for (; sum < (uint32_t)1 << 27; sum <<= 1)
        (*raised)--;
    return (sum + 7 + (sum >> 4 & 1)) >> 4;
}

/* `above` or the byte below it: on which side of the half between them the float (x - offset) *
   gain is, the half itself when the product is off by up to half a bit of a float. */
MOTE_APART static int8_t mote_normalize_exactly_s8(uint32_t x, const uint32_t *channel,
                                                   int32_t above, int32_t zero)
{
    const uint32_t offset = MOTE_READ_U32(channel + 2), gain = MOTE_READ_U32(channel + 3);
    if ((int32_t)mote_shift_of_f32(x, MOTE_READ_U32(channel) >> 16) < 2) {
        return mote_far_byte_of_f32(x, zero);
    }
    if (above > 127)
        return 127;
    if (above < -127)
        return -128;
    const int32_t q = above - zero;
    int32_t exponent;
    const uint32_t centered = mote_difference_of_f32(x, offset, &exponent);
    const uint64_t product = (uint64_t)centered * mote_mantissa_of_f32(gain);
    /* product = |y| << unit; that of the half has no lower word. */
    const int32_t unit = 299 - exponent - (int32_t)(gain >> 23);
    const uint32_t halves = mote_halves_below(q);
    const uint32_t high = (uint32_t)(product >> 32) - (halves << (unit - 33));
    const int64_t past = (int64_t)((uint64_t)high << 32 | (uint32_t)product);
    int32_t limit = (int32_t)1 << (unit - 25);
    for (uint32_t rest = halves; rest > 1; rest >>= 1)
        limit <<= 1;
    const int32_t side = past > limit ? 1 : -past > limit ? -1 : 0;
    return (int8_t)(mote_side_of_half(q, side) + zero);
}

#endif
