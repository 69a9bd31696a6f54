/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/mfcc_stage.h, a complex number in each word: 22 instructions for a sum and a
   difference of two where its halves by themselves take 45. */
#ifndef MOTE_MFCC_STAGE_H
#define MOTE_MFCC_STAGE_H

#include <stdint.h>

#include "mote/apart.h"
#include "mote/rom.h"

typedef uint32_t __attribute__((may_alias)) mote_mfcc_word;

/* y = op(a, b) of both halves, or with a third operand. */
#define MOTE_MFCC_OF_TWO(op, y, a, b) __asm__(op " %0, %1, %2" : "=r"(y) : "r"(a), "r"(b))
#define MOTE_MFCC_OF_THREE(op, y, a, b, c)                                                         \
    __asm__(op " %0, %1, %2, %3" : "=r"(y) : "r"(a), "r"(b), "r"(c))
/* kept = x where a >= b, half by half; a or b is what is kept so far. */
#define MOTE_MFCC_KEEP(kept, x, a, b)                                                              \
    do {                                                                                           \
        uint32_t unused;                                                                           \
        __asm__("ssub16 %0, %3, %4\n sel %1, %2, %1"                                               \
                : "=&r"(unused), "+r"(kept)                                                        \
                : "r"(x), "r"(a), "r"(b));                                                         \
    } while (0)

static inline int32_t mote_mfcc_larger(int32_t largest, int32_t value)
{
    const int32_t size = value < 0 ? -value : value;
    return size > largest ? size : largest;
}

static inline void mote_mfcc_make_room(int16_t *z, int32_t count, int32_t bits)
{
    mote_mfcc_word *const words = (mote_mfcc_word *)(void *)z;
    const uint32_t half = (uint32_t)bits * 0x10001u;
    for (int32_t i = 0; i < count >> 1; i++) {
        uint32_t halved;
        MOTE_MFCC_OF_TWO("shadd16", halved, words[i], half);
        if (bits > 1) {
            MOTE_MFCC_OF_TWO("shadd16", halved, halved, 0);
        }
        words[i] = halved;
    }
}

static inline uint32_t mote_mfcc_turned(uint32_t z, uint32_t turn)
{
    int32_t re, im;
    uint32_t turned;
    MOTE_MFCC_OF_THREE("smlsd", re, z, turn, (int32_t)1 << 13);
    MOTE_MFCC_OF_THREE("smladx", im, z, turn, (int32_t)1 << 13);
    __asm__("pkhbt %0, %1, %2, lsl #2" : "=r"(turned) : "r"(re >> 14), "r"(im));
    return turned;
}

MOTE_APART static int32_t mote_mfcc_stage(const int16_t *cosines, int32_t fft, int32_t half,
                                          int16_t *z)
{
    const int32_t quarter = fft >> 2, step = (fft >> 1) / half;
    mote_mfcc_word *const words = (mote_mfcc_word *)(void *)z, *const end = words + (fft >> 1);
    uint32_t high = 0, low = 0;
    for (int32_t j = 0; j < half; j++) {
        const int32_t at = j * step, sine = at > quarter ? at - quarter : quarter - at;
        const int32_t re = MOTE_READ_S16(cosines + at);
        const int32_t im = -(int32_t)MOTE_READ_S16(cosines + sine);
        const uint32_t turn = ((uint32_t)re & 0xffffu) | (uint32_t)im << 16;
        for (mote_mfcc_word *a = words + j; a < end; a += 2 * half) {
            const uint32_t turned = mote_mfcc_turned(a[half], turn);
            uint32_t sum, difference;
            MOTE_MFCC_OF_TWO("sadd16", sum, *a, turned);
            MOTE_MFCC_OF_TWO("ssub16", difference, *a, turned);
            *a = sum;
            a[half] = difference;
            MOTE_MFCC_KEEP(high, sum, sum, high);
            MOTE_MFCC_KEEP(high, difference, difference, high);
            MOTE_MFCC_KEEP(low, sum, low, sum);
            MOTE_MFCC_KEEP(low, difference, low, difference);
        }
    }
    {
        int32_t largest = mote_mfcc_larger(0, (int16_t)high);
        largest = mote_mfcc_larger(largest, (int32_t)high >> 16);
        largest = mote_mfcc_larger(largest, (int16_t)low);
        return mote_mfcc_larger(largest, (int32_t)low >> 16);
    }
}

#endif
