/* SPDX-License-Identifier: Apache-2.0 */
/* Where 16 bits of x and of 1 / scale cannot tell two bytes apart. */
#ifndef MOTE_QUANTIZE_EXACTLY_S8_H
#define MOTE_QUANTIZE_EXACTLY_S8_H

#include <stdint.h>

#include "mote/apart.h"
#include "steps_of_f32.h"

/* `above` or the byte below it: on which side of the half between them the float x / scale is.
   4 (|x| / scale - half) in mantissas of scale is small, so that its lower 32 bits are enough; the
   float is the half itself when the quotient is off by up to half a bit of it. */
MOTE_APART static int8_t mote_quantize_exactly_s8(uint32_t x, uint32_t scale, int32_t above,
                                                  int32_t zero)
{
    const int32_t exponent = (int32_t)(x << 1 >> 24) - (int32_t)(scale >> 23);
    if (exponent > 10)
        return mote_far_byte_of_f32(x, zero);
    if (above > 127)
        return 127;
    if (above < -127)
        return -128;
    const int32_t q = above - zero;
    const uint32_t halves = mote_halves_below(q);
    const uint32_t unit = mote_mantissa_of_f32(scale);
    const int32_t past = (int32_t)((mote_mantissa_of_f32(x) << (exponent + 2)) - 2 * halves * unit);
    int32_t drop = 23;
    for (uint32_t rest = halves; rest > 1; rest >>= 1)
        drop--;
    const int32_t limit = (int32_t)(unit >> drop);
    const int32_t side = past > limit ? 1 : -past > limit ? -1 : 0;
    return (int8_t)(mote_side_of_half(q, side) + zero);
}

#endif
