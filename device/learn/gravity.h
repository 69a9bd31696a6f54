/* SPDX-License-Identifier: Apache-2.0 */
/* Where gravity points in a window of total acceleration, in integers. */
#ifndef MOTE_GRAVITY_H
#define MOTE_GRAVITY_H

#include <stdint.h>

#include "integers.h"

#define MOTE_GRAVITY_ONE ((int32_t)1 << 30)

/* Makes v a unit vector in 2^-30. Returns 0 and leaves it alone when it is null. |v[i]| <= 2^30. */
static inline int32_t mote_gravity_unit(int32_t v[3])
{
    uint64_t largest = mote_magnitude(v[0]) | mote_magnitude(v[1]) | mote_magnitude(v[2]);
    if (largest == 0) {
        return 0;
    }
    int64_t scale = 1;
    for (; largest < (uint64_t)1 << 29; largest <<= 1) {
        scale *= 2;
    }
    uint64_t squares = 0;
    for (int32_t i = 0; i < 3; i++) {
        squares += (uint64_t)(v[i] * scale * v[i] * scale);
    }
    const uint32_t norm = mote_square_root(squares);
    for (int32_t i = 0; i < 3; i++) {
        v[i] = (int32_t)mote_signed_quotient(v[i] * scale * MOTE_GRAVITY_ONE, norm);
    }
    return 1;
}

/* Sums over one window of `count` samples, 2 .. 4096, x y z each and `stride` numbers apart. */
typedef struct mote_gravity_sums {
    int32_t sum[3];
    int64_t squares;
} mote_gravity_sums;

static inline mote_gravity_sums mote_gravity_sums_of(const int16_t *samples, int32_t count,
                                                 int32_t stride)
{
    mote_gravity_sums sums = {{0, 0, 0}, 0};
    for (int32_t t = 0; t < count; t++, samples += stride) {
        for (int32_t i = 0; i < 3; i++) {
            const int32_t value = samples[i];
            sums.sum[i] += value;
            sums.squares += value * value;
        }
    }
    return sums;
}

static inline int32_t mote_gravity_product(int32_t a, int32_t b)
{
    return (int32_t)mote_round_shift((int64_t)a * b, 30);
}

static inline int32_t mote_gravity_dot(const int32_t a[3], const int32_t b[3])
{
    return mote_gravity_product(a[0], b[0]) + mote_gravity_product(a[1], b[1]) +
           mote_gravity_product(a[2], b[2]);
}

#endif
