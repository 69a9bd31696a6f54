/* SPDX-License-Identifier: Apache-2.0 */
/* A row's sum becomes an output byte by two words v, w that were proved for it:
   v >= 0: (sum * (v >> 16) + ((sum * low(v) + w) >> first)) >> second, low(v) the signed low half,
   held within 0 .. 255, - 128;
   v < 0: TFLite's two roundings with multiplier v & 0x7fffffff; w holds its shift + 7 in the low 6
   bits, the rest is what the roundings and the zero point add before it.
   sum: 24 bits. */
#ifndef MOTE_BYTE_SCALE_H
#define MOTE_BYTE_SCALE_H

#include <stdint.h>

/* The second kind: any number of bits out. */
static inline int32_t mote_exact_scale(int32_t sum, uint32_t v, uint32_t w)
{
    int32_t y = sum * (int32_t)(v & 255u) >> 8;
    y = (sum * (int32_t)(v >> 8 & 255u) + y) >> 8;
    y = (sum * (int32_t)(v >> 16 & 255u) + y) >> 8;
    y += sum * (int32_t)(v >> 24 & 127u) + (sum < 0 ? -128 : 0) + (int32_t)(w & ~(uint32_t)63);
    return y >> (w & 63u);
}

/* The same of a sum of 16 bits: as floor((floor(a / 2^16) + b) / 2^8) is floor((a + 2^16 b) /
   2^24), two products are the one of 47 bits, and neither, nor their sum, has more than 32. */
static inline int32_t mote_exact_short(int32_t sum, uint32_t v, uint32_t w)
{
    const int32_t low = sum * (int32_t)(v & 0xffffu) >> 16;
    int32_t y = (sum * (int32_t)(v >> 16 & 0x7fffu) + low) >> 8;
    y += (sum < 0 ? -128 : 0) + (int32_t)(w & ~(uint32_t)63);
    return y >> (w & 63u);
}

/* As mote_byte_scale, of a sum of 16 bits. */
static inline int8_t mote_byte_scale_short(int32_t sum, uint32_t v, uint32_t w, int32_t first,
                                           int32_t second)
{
    int32_t y;
    if (v >> 31 == 0) {
        const int32_t low = (sum * (int16_t)(v & 0xffffu) + (int32_t)w) >> first;
        y = (sum * (int32_t)(v >> 16) + low) >> second;
    } else {
        y = mote_exact_short(sum, v, w);
    }
    return (int8_t)((y < 0 ? 0 : y > 255 ? 255 : y) - 128);
}

static inline int8_t mote_byte_scale(int32_t sum, uint32_t v, uint32_t w, int32_t first,
                                     int32_t second)
{
    int32_t y;
    if (v >> 31 == 0) {
        const int32_t low = (sum * (int16_t)(v & 0xffffu) + (int32_t)w) >> first;
        y = (sum * (int32_t)(v >> 16) + low) >> second;
    } else {
        y = mote_exact_scale(sum, v, w);
    }
    return (int8_t)((y < 0 ? 0 : y > 255 ? 255 : y) - 128);
}

/* y[i] = byte_scale(sums[i]) for one v and w. */
static inline void mote_byte_scale_all(const int32_t *sums, int32_t count, uint32_t v, uint32_t w,
                                       int32_t first, int32_t second, int8_t *y)
{
    const int32_t high = (int32_t)(v >> 16), low = (int16_t)(v & 0xffffu);
    const int32_t *const end = sums + count;
    if (v >> 31 != 0) {
        for (; sums != end; sums++) {
            *y++ = mote_byte_scale(*sums, v, w, first, second);
        }
        return;
    }
    for (; sums != end; sums++) {
        const int32_t value = (*sums * high + ((*sums * low + (int32_t)w) >> first)) >> second;
        *y++ = (int8_t)((value < 0 ? 0 : value > 255 ? 255 : value) - 128);
    }
}

/* Holds bytes that were scaled as if low were -128 within low and high. */
static inline void mote_byte_clamp(int8_t *y, int32_t count, int32_t low, int32_t high)
{
    if (low == -128 && high == 127) {
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        const int32_t value = y[i] + 128 + low;
        y[i] = (int8_t)(value > high ? high : value);
    }
}

#endif
