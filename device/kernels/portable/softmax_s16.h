/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = exp(x[i] - max) / sum_j exp(x[j] - max) over `length` elements that are `inner` apart, as
   TFLite computes it; y in steps of 2^-15. Differences times multiplier and shift are steps of
   10/65535; tables of 513 entries in steps of 2^-15: `exps` from exp(-10) to exp(0), `shares` from
   1 / (1 + 0) to 1 / (1 + 1). x and y may be the same array. */
#ifndef MOTE_SOFTMAX_S16_H
#define MOTE_SOFTMAX_S16_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale.h"

/* x from -32768 to 32767 spans the table. */
static inline int32_t mote_softmax_look_up(const int16_t *table, int32_t x)
{
    const int32_t entry = 256 + (x >> 7);
    const int32_t low = MOTE_READ_S16(table + entry);
    const int32_t slope = MOTE_READ_S16(table + entry + 1) - low;
    return low + ((slope * (x & 127) + 64) >> 7);
}

static void mote_softmax_s16(const int16_t *x, int32_t outer, int32_t length, int32_t inner,
                             int32_t multiplier, int32_t shift, const int16_t *exps,
                             const int16_t *shares, int16_t *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        const int32_t end = first + length * inner;
        int32_t largest = x[first], right = 30;
        uint32_t sum = 0;
        for (int32_t i = first; i < end; i += inner) {
            largest = x[i] > largest ? x[i] : largest;
        }
        for (int32_t i = first; i < end; i += inner) {
            const int32_t moved = mote_rescale(x[i] - largest, multiplier, shift) + 32767;
            const int32_t term = mote_softmax_look_up(exps, moved < -32768 ? -32768 : moved);
            sum += (uint32_t)term;
            y[i] = (int16_t)term;
        }
        for (; sum < (uint32_t)1 << 30; right--) {
            sum <<= 1;
        }
        /* The sum is 1 + a of 16 bits; the table's argument runs from -32768. */
        const int32_t a =
            (int32_t)((sum + ((uint32_t)1 << 13)) >> 14) - ((int32_t)1 << 16) - ((int32_t)1 << 15);
        const int32_t share = mote_softmax_look_up(shares, a > 32767 ? 32767 : a);
        for (int32_t i = first; i < end; i += inner) {
            const int32_t result = (y[i] * share + ((int32_t)1 << (right - 1))) >> right;
            y[i] = (int16_t)(result > 32767 ? 32767 : result);
        }
    }
}

#endif
