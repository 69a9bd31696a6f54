/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/sum_of_four.h, two sums in a register: 5 instructions for four bytes where one by one
   takes 16. */
#ifndef MOTE_SUM_OF_FOUR_H
#define MOTE_SUM_OF_FOUR_H

#include <stdint.h>

static inline void mote_sum_of_four(const int8_t *x, int32_t positions, int32_t step,
                                    int32_t sums[4])
{
    uint32_t even = 0, odd = 0;
    for (int32_t p = 0; p < positions; p++, x += step) {
        uint32_t word;
        __asm__("ldr %2, [%3]\n\t"
                "sxtab16 %0, %0, %2\n\t"
                "sxtab16 %1, %1, %2, ror #8"
                : "+r"(even), "+r"(odd), "=&r"(word)
                : "r"(x), "m"(*(const int8_t(*)[4])x));
    }
    sums[0] = (int16_t)(even & 0xffffu);
    sums[1] = (int16_t)(odd & 0xffffu);
    sums[2] = (int32_t)even >> 16;
    sums[3] = (int32_t)odd >> 16;
}

#endif
