/* SPDX-License-Identifier: Apache-2.0 */
/* saturate(round_half_even(value) + zero) from the bits of the float: the same on every core and
   under every compiler flag (no fused multiply-add can slip in), and cheap without an FPU.
   NaN gives the zero point. Steps beyond 16 bits are +-65536. */
#ifndef MOTE_ROUND_F32_S8_H
#define MOTE_ROUND_F32_S8_H

#include <stdint.h>

static inline int32_t mote_round_f32_steps(float value)
{
    union {
        float real;
        uint32_t bits;
    } pun;
    pun.real = value;
    const int32_t exponent = (int32_t)((pun.bits >> 23) & 0xff) - 127;
    const uint32_t mantissa = (pun.bits & 0x7fffffu) | 0x800000u;
    const int32_t negative = (int32_t)(pun.bits >> 31);
    int32_t magnitude = 0;
    if (exponent > 15) {
        magnitude = exponent == 128 && (pun.bits & 0x7fffffu) != 0 ? 0 : 0x10000;
    } else if (exponent >= -1) {
        const int32_t drop = 23 - exponent; /* 8 .. 24 bits stand behind the point */
        const uint32_t half = (uint32_t)1 << (drop - 1);
        magnitude = (int32_t)(mantissa >> drop);
        const uint32_t rest = mantissa & (((uint32_t)1 << drop) - 1);
        magnitude += rest > half || (rest == half && (magnitude & 1) != 0);
    }
    return negative != 0 ? -magnitude : magnitude;
}

static inline int8_t mote_round_f32_s8(float value, int32_t zero)
{
    const int32_t q = mote_round_f32_steps(value) + zero;
    return (int8_t)(q < -128 ? -128 : q > 127 ? 127 : q);
}

#endif
