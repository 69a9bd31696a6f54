/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of products with 16 bits -> steps of the output, by the type of the sums. 32 bits: as
   rescale.h says. 64 bits, -2^47 .. 2^47: the multiplier is rounded to 16 bits, halves of the
   result go up; shift -31 .. 7. */
#ifndef MOTE_RESCALE_SUM_H
#define MOTE_RESCALE_SUM_H

#include <stdint.h>

#include "rescale.h"

static inline int64_t mote_rescale_sum_s32(int32_t sum, int32_t multiplier, int32_t shift)
{
    return mote_rescale(sum, multiplier, shift);
}

static inline int64_t mote_rescale_sum_s64(int64_t sum, int32_t multiplier, int32_t shift)
{
    const int32_t short_one =
        multiplier < 0x7fff0000 ? (multiplier + ((int32_t)1 << 15)) >> 16 : 0x7fff;
    const int32_t right = 15 - shift;
    return (sum * short_one + ((int64_t)1 << (right - 1))) >> right;
}

static inline int16_t mote_saturate_s16(int64_t value, int32_t low, int32_t high)
{
    return (int16_t)(value < low ? low : value > high ? high : value);
}

#endif
