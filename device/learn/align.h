/* SPDX-License-Identifier: Apache-2.0 */
/* Undoes a turned sensor: where gravity points on average while the wearer moves is compared with
   where it pointed in training, and the smallest rotation between the two is applied to every
   three-axis vector of the device.

     R = c I + [v]x + v v^T / (1 + c),   v = from x to,   c = from . to

   which is Rodrigues' formula without its angle. Turns around gravity itself cannot be seen. */
#ifndef MOTE_ALIGN_H
#define MOTE_ALIGN_H

#include <stdint.h>

#include "gravity.h"

/* The constant part. Accelerations are in the sensor's counts. */
typedef struct mote_align_model {
    int16_t reference[3];  /* direction of gravity in training, any length but 0 */
    int16_t cosine;        /* 2^-14; smaller angles than this are left alone */
    int32_t deviation;     /* counts, 0 .. 65536: a window moves when the norm of the three standard
                              deviations exceeds it */
    int32_t least_gravity; /* counts, 1 .. 65536: norms of a window's mean that are believed */
    int32_t most_gravity;  /* counts, least_gravity .. 65536 */
    int32_t windows_needed; /* moving windows before anything is turned, 1 .. memory */
    int32_t memory;         /* moving windows that count, older ones fade, 1 .. 32767 */
} mote_align_model;

typedef struct mote_align_state {
    int32_t direction[3]; /* mean of unit vectors, 2^-30 */
    int32_t windows;      /* moving ones, up to memory */
} mote_align_state;

static inline void mote_align_reset(mote_align_state *state)
{
    for (int32_t i = 0; i < 3; i++) {
        state->direction[i] = 0;
    }
    state->windows = 0;
}

/* Whether a window moves and its mean can be gravity. */
static inline int32_t mote_align_is_usable(const mote_align_model *model,
                                           const mote_gravity_sums *sums, int32_t count)
{
    const int64_t bound = (int64_t)model->deviation * count;
    const int64_t least = (int64_t)model->least_gravity * count;
    const int64_t most = (int64_t)model->most_gravity * count;
    int64_t mean = 0; /* squared, times count^2 */
    for (int32_t i = 0; i < 3; i++) {
        mean += (int64_t)sums->sum[i] * sums->sum[i];
    }
    return sums->squares * count - mean > bound * bound && mean >= least * least &&
           mean <= most * most;
}

/* Takes one window of `count` samples. Returns whether it counted. */
static inline int32_t mote_align_add(const mote_align_model *model, mote_align_state *state,
                                     const mote_gravity_sums *sums, int32_t count)
{
    int32_t unit[3] = {sums->sum[0], sums->sum[1], sums->sum[2]};
    if (!mote_align_is_usable(model, sums, count) || !mote_gravity_unit(unit)) {
        return 0;
    }
    state->windows += state->windows < model->memory;
    for (int32_t i = 0; i < 3; i++) {
        const int64_t change = (int64_t)unit[i] - state->direction[i];
        state->direction[i] += (int32_t)mote_signed_quotient(change, (uint32_t)state->windows);
    }
    return 1;
}

static inline int32_t mote_align_after(int32_t axis)
{
    return axis < 2 ? axis + 1 : 0;
}

static inline void mote_align_identity(int16_t matrix[9])
{
    for (int32_t i = 0; i < 9; i++) {
        matrix[i] = (i & 3) == 0 ? 16384 : 0;
    }
}

/* matrix = c I + turn [v]x + times v v^T / divisor; v, c and divisor in 2^-30. */
static inline void mote_align_compose(const int32_t v[3], int32_t times, uint32_t divisor,
                                      int32_t c, int32_t turn, int16_t matrix[9])
{
    for (int32_t i = 0; i < 3; i++) {
        for (int32_t j = 0; j < 3; j++) {
            int64_t entry = times * mote_signed_quotient((int64_t)v[i] * v[j], divisor);
            if (i == j) {
                entry += c;
            } else {
                /* v[3 - i - j], negative where j follows i. */
                const int32_t follows = j == mote_align_after(i);
                entry += (int64_t)turn * (follows ? -v[3 - i - j] : v[3 - i - j]);
            }
            matrix[3 * i + j] = (int16_t)mote_round_shift(entry, 16);
        }
    }
}

/* Half a turn around an axis across `from`: 2 p p^T - I. For directions within 0.7 degrees of
   opposite, where v is too short to give the axis. */
static inline void mote_align_half_turn(const int32_t from[3], int16_t matrix[9])
{
    int32_t axis = 0;
    for (int32_t i = 1; i < 3; i++) {
        axis = mote_magnitude(from[i]) < mote_magnitude(from[axis]) ? i : axis;
    }
    int32_t p[3];
    for (int32_t i = 0; i < 3; i++) {
        p[i] = -mote_gravity_product(from[axis], from[i]) + (i == axis ? MOTE_GRAVITY_ONE : 0);
    }
    mote_gravity_unit(p);
    mote_align_compose(p, 2, (uint32_t)MOTE_GRAVITY_ONE, -MOTE_GRAVITY_ONE, 0, matrix);
}

/* The rotation to apply from now on, rows of 2^-14; the identity while too few windows moved, while
   they point in too many directions, or when the angle is below the bound. Returns whether it turns
   anything. */
static inline int32_t mote_align_matrix(const mote_align_model *model,
                                        const mote_align_state *state, int16_t matrix[9])
{
    int32_t from[3], to[3];
    int64_t squares = 0;
    for (int32_t i = 0; i < 3; i++) {
        from[i] = state->direction[i];
        to[i] = model->reference[i];
        squares += (int64_t)from[i] * from[i];
    }
    mote_align_identity(matrix);
    /* A mean vector shorter than 1 / 2 is no direction. */
    if (state->windows < model->windows_needed || squares < (int64_t)1 << 58 ||
        !mote_gravity_unit(from) || !mote_gravity_unit(to)) {
        return 0;
    }
    const int32_t c = mote_gravity_dot(from, to);
    if (c >= (int32_t)model->cosine * 65536) {
        return 0;
    }
    int32_t v[3];
    for (int32_t i = 0; i < 3; i++) {
        const int32_t j = mote_align_after(i), k = mote_align_after(j);
        v[i] = mote_gravity_product(from[j], to[k]) - mote_gravity_product(from[k], to[j]);
    }
    const int32_t divisor = MOTE_GRAVITY_ONE + c;
    if (divisor < MOTE_GRAVITY_ONE / 16384) {
        mote_align_half_turn(from, matrix);
    } else {
        mote_align_compose(v, 1, (uint32_t)divisor, c, 1, matrix);
    }
    return 1;
}

/* y = matrix x, saturated; x and y may be the same vector. */
static inline void mote_align_rotate(const int16_t matrix[9], const int16_t x[3], int16_t y[3])
{
    const int32_t from[3] = {x[0], x[1], x[2]};
    for (int32_t i = 0; i < 3; i++, matrix += 3) {
        const int32_t sum = matrix[0] * from[0] + matrix[1] * from[1] + matrix[2] * from[2];
        const int32_t value = (int32_t)mote_round_shift(sum, 14);
        y[i] = (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
    }
}

#endif
