/* SPDX-License-Identifier: Apache-2.0 */
/* A stage of a transform in place, of fft / 2 complex numbers in 16 bits. */
#ifndef MOTE_MFCC_STAGE_H
#define MOTE_MFCC_STAGE_H

#include <stdint.h>

#include "mote/apart.h"
#include "mote/rom.h"

static inline int32_t mote_mfcc_size(int32_t value)
{
    return value < 0 ? -value : value;
}

static inline int32_t mote_mfcc_larger(int32_t largest, int32_t value)
{
    const int32_t size = mote_mfcc_size(value);
    return size > largest ? size : largest;
}

/* z = z >> bits, rounded; bits: 1 or 2. */
static inline void mote_mfcc_make_room(int16_t *z, int32_t count, int32_t bits)
{
    for (int32_t i = 0; i < count; i++) {
        z[i] = (int16_t)((z[i] + bits) >> bits); /* half of 1 << bits is bits itself */
    }
}

/* Numbers `half` apart become their sum and difference, the second one turned first. cosines: see
   mfcc_frame.h. z: none larger than 13572. Returns the largest part of what comes out. */
MOTE_APART static int32_t mote_mfcc_stage(const int16_t *cosines, int32_t fft, int32_t half,
                                          int16_t *z)
{
    const int32_t quarter = fft >> 2, step = (fft >> 1) / half;
    const int16_t *const end = z + fft;
    int32_t largest = 0;
    for (int32_t j = 0; j < half; j++) {
        const int32_t at = j * step, sine = at > quarter ? at - quarter : quarter - at;
        const int32_t re = MOTE_READ_S16(cosines + at);
        const int32_t im = -(int32_t)MOTE_READ_S16(cosines + sine);
        for (int16_t *a = z + 2 * j; a < end; a += 4 * half) {
            int16_t *const b = a + 2 * half;
            const int32_t t = (b[0] * re - b[1] * im + ((int32_t)1 << 13)) >> 14;
            const int32_t u = (b[0] * im + b[1] * re + ((int32_t)1 << 13)) >> 14;
            const int32_t re_size = mote_mfcc_size(a[0]) + mote_mfcc_size(t); /* of both sums */
            const int32_t im_size = mote_mfcc_size(a[1]) + mote_mfcc_size(u);
            b[0] = (int16_t)(a[0] - t);
            b[1] = (int16_t)(a[1] - u);
            a[0] = (int16_t)(a[0] + t);
            a[1] = (int16_t)(a[1] + u);
            largest = re_size > largest ? re_size : largest;
            largest = im_size > largest ? im_size : largest;
        }
    }
    return largest;
}

#endif
