/* SPDX-License-Identifier: Apache-2.0 */
/* Steadier classes for a stream of windows: a hidden Markov chain that only knows persistence,
   decided `delay` windows late. A class stays with probability `stay`; all others are equally
   likely to follow it. Fixed-lag smoothing:

     past(i)   = e_{t-delay}(i) * (T past)(i)           up to the window decided on
     future(i) = T (e * future), from the newest window back to the one after it
     class     = argmax past(i) * future(i),  e(i) = exp(sharpen * (score(i) - largest score))

   T p (i) = stay * p(i) + (1 - stay) / (classes - 1) * sum of the other p; stay depends on how a
   window follows the one before (rest.h). See L. R. Rabiner, "A
   tutorial on hidden Markov models and selected applications in speech recognition", 1989.

   Probabilities below 2^-30 are zero, which is exact enough as long as one class follows another
   with a probability of 2^-12 or more: stay 0.99 with 32 classes, 0.998 with 6. */
#ifndef MOTE_FILTER_H
#define MOTE_FILTER_H

#include <stdint.h>

#include "integers.h"
#include "mote/rom.h"

/* How a window follows the one before. */
#define MOTE_FOLLOWS 0 /* nothing else is known */
#define MOTE_RESTS 1   /* at rest, as before */
#define MOTE_TURNED 2  /* at rest, but otherwise than before */

/* The constant part. */
typedef struct mote_filter_model {
    int32_t classes;  /* 1 .. 32 */
    int32_t delay;    /* windows, 0 .. 4 */
    uint32_t stay[3]; /* 2^-15, 0 .. 32767; [MOTE_FOLLOWS] to [MOTE_TURNED] */
    uint32_t sharpen; /* 2^-8, 0 .. 65535: 256 takes the scores as they are */
} mote_filter_model;

/* The caller's memory. */
typedef struct mote_filter_state {
    uint32_t *past;     /* [classes], 2^-30, the largest in [0.5, 1] */
    uint32_t *future;   /* [classes], scratch */
    uint16_t *evidence; /* [(delay + 1) x classes], -log2 e in 2^-10: a ring of windows */
    uint8_t *follows;   /* [delay + 1], how each of them follows the one before */
    int32_t *windows;   /* since the start, up to delay + 1 */
    int32_t *newest;    /* its place in the ring */
} mote_filter_state;

/* Begins anew: REQUIRED before the first window and after every gap in the stream. */
static inline void mote_filter_restart(const mote_filter_model *model,
                                       const mote_filter_state *state)
{
    *state->windows = 0;
    *state->newest = 0;
    for (int32_t i = 0; i < model->classes; i++) {
        state->past[i] = (uint32_t)1 << 30;
    }
}

/* 2^30 * 2^(-x / 1024), within 3 in 10,000: 2^(-k / 16) from a table, a line in between. */
static inline uint32_t mote_filter_power(uint32_t x)
{
    static MOTE_ROM uint16_t table[17] = {32768, 31379, 30048, 28774, 27554, 26386,
                                          25268, 24196, 23170, 22188, 21247, 20347,
                                          19484, 18658, 17867, 17109, 16384};
    const uint32_t at = (x & 1023) >> 6;
    const uint32_t from = MOTE_READ_U16(table + at);
    const uint32_t to = MOTE_READ_U16(table + at + 1);
    const uint32_t whole = x >> 10;
    return whole > 30 ? 0 : ((from << 15) - (((from - to) * (x & 63)) << 9)) >> whole;
}

/* p(i) *= e(i), then all doubled until the largest is in [0.5, 1]. */
static inline void mote_filter_weigh(int32_t classes, const uint16_t *evidence, uint32_t *p)
{
    uint32_t largest = 0;
    for (int32_t i = 0; i < classes; i++) {
        const uint32_t e = mote_filter_power(evidence[i]);
        p[i] = (uint32_t)(((uint64_t)p[i] * e) >> 30);
        largest = p[i] > largest ? p[i] : largest;
    }
    int32_t doublings = 0;
    while (largest > 0 && largest << doublings < (uint32_t)1 << 29) {
        doublings++;
    }
    for (int32_t i = 0; i < classes; i++) {
        p[i] <<= doublings;
    }
}

/* p = T p, to or from a window that follows so. */
static inline void mote_filter_move(const mote_filter_model *model, int32_t follows, uint32_t *p)
{
    const uint32_t others = model->classes > 1 ? (uint32_t)model->classes - 1 : 1;
    const uint64_t stay = (uint64_t)model->stay[follows] << 15;
    const uint64_t leave = mote_quotient(((uint64_t)1 << 30) - stay, others);
    uint64_t sum = 0;
    for (int32_t i = 0; i < model->classes; i++) {
        sum += p[i];
    }
    for (int32_t i = 0; i < model->classes; i++) {
        p[i] = (uint32_t)((stay * p[i] + leave * (sum - p[i])) >> 30);
    }
}

/* Scores of one window into the ring; natural logarithms in 2^-8. */
static inline void mote_filter_read(const mote_filter_model *model, const int32_t *scores,
                                    uint16_t *evidence)
{
    int32_t largest = scores[0];
    for (int32_t i = 1; i < model->classes; i++) {
        largest = scores[i] > largest ? scores[i] : largest;
    }
    for (int32_t i = 0; i < model->classes; i++) {
        const uint64_t below = (uint32_t)largest - (uint32_t)scores[i];
        /* 23637 / 2^14 is the logarithm of e to base 2. */
        const uint64_t bits = (below * model->sharpen * 23637 + ((int32_t)1 << 19)) >> 20;
        evidence[i] = (uint16_t)(bits > UINT16_MAX ? UINT16_MAX : bits);
    }
}

static inline int32_t mote_filter_likeliest(const mote_filter_model *model,
                                            const mote_filter_state *state)
{
    uint64_t largest = 0;
    int32_t best = 0;
    for (int32_t i = 0; i < model->classes; i++) {
        const uint64_t joint = (uint64_t)state->past[i] * state->future[i];
        if (joint > largest) {
            largest = joint;
            best = i;
        }
    }
    return best;
}

/* Takes the scores of one more window, and how it follows the last one; returns the class of the
   window `delay` before it, or -1 while there is no such window. */
static inline int32_t mote_filter_add(const mote_filter_model *model,
                                      const mote_filter_state *state, const int32_t *scores,
                                      int32_t follows)
{
    const int32_t classes = model->classes;
    const int32_t places = model->delay + 1;
    int32_t place = *state->newest + 1 < places ? *state->newest + 1 : 0;
    *state->newest = place;
    mote_filter_read(model, scores, state->evidence + place * classes);
    state->follows[place] = (uint8_t)follows;
    *state->windows += *state->windows < places;
    if (*state->windows < places) {
        return -1;
    }
    for (int32_t i = 0; i < classes; i++) {
        state->future[i] = (uint32_t)1 << 30;
    }
    for (int32_t step = 0; step < model->delay; step++) {
        mote_filter_weigh(classes, state->evidence + place * classes, state->future);
        mote_filter_move(model, state->follows[place], state->future);
        place = place > 0 ? place - 1 : model->delay;
    }
    mote_filter_move(model, state->follows[place], state->past);
    mote_filter_weigh(classes, state->evidence + place * classes, state->past);
    return mote_filter_likeliest(model, state);
}

#endif
