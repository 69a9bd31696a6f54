/* SPDX-License-Identifier: Apache-2.0 */
/* What a classifier that learns on the device remembers: exact sums of the features z of its
   labelled samples, so that the result does not depend on their order. lda.h makes weights of them.

   One step of z is 1/16 of a standard deviation within a class. Features come whitened: within
   the classes known from the start their covariance is nearly the identity.
   Sums follow T. L. Hayes and C. Kanan, "Lifelong machine learning with deep streaming linear
   discriminant analysis", 2020, and S. Pang, S. Ozawa and N. Kasabov, "Incremental linear
   discriminant analysis for classification of data streams", 2005. */
#ifndef MOTE_LDA_STATE_H
#define MOTE_LDA_STATE_H

#include <stdint.h>

#include "integers.h"
#include "mote/rom.h"

/* Numbers in the lower triangle of a symmetric matrix, with and without its diagonal. */
#define MOTE_LDA_TRIANGLE(d) ((d) * ((d) + 1) / 2)
#define MOTE_LDA_BELOW(d) ((d) * ((d)-1) / 2)

/* Samples after which everything learnt is halved, so that the sums stay within 32 bits. */
#define MOTE_LDA_SAMPLES 32768

/* The constant part. */
typedef struct mote_lda_model {
    int32_t dimensions;   /* d, 1 .. 64 */
    int32_t classes;      /* 1 .. 33, base classes first */
    int32_t named;        /* 0 .. classes: those that have scores, the first ones */
    int32_t base_classes; /* 0 .. named: those that have a mean before the first sample */
    /* A base mean counts as this many samples once its class has some of its own, 0 .. 32767;
       0: the mean of the samples replaces it. */
    int32_t prior_count;
    const int16_t *base_means;      /* base_classes x d, 1/16 of a step of z */
    const int16_t *base_covariance; /* lower triangle row by row; 4096 is a variance of 256 steps^2
                                       (one standard deviation squared); saturated */
} mote_lda_model;

/* The caller's memory. The first four hold what was learnt and must be kept; the last three are
   made from them by mote_lda_solve. Where only the nearest mean is used, products and those made
   from it may be null. */
typedef struct mote_lda_state {
    int32_t *pooled;        /* samples in products, less one for each time a class was forgotten */
    int32_t *counts;        /* [classes] */
    int32_t *sums;          /* [classes x d], steps of z */
    int32_t *products;      /* [MOTE_LDA_TRIANGLE(d)], sum of z z^T */
    int16_t *weights;       /* [named x d] */
    int32_t *offsets;       /* [named] */
    int32_t *weights_shift; /* from sums of weights to scores */
} mote_lda_state;

/* Offset of a class that has no mean yet. */
#define MOTE_LDA_UNKNOWN INT32_MAX

/* Nothing learnt yet. Scores need mote_lda_solve after this, as after loading a state. */
static inline void mote_lda_reset(const mote_lda_model *model, const mote_lda_state *state)
{
    const int32_t d = model->dimensions;
    *state->pooled = 0;
    for (int32_t c = 0; c < model->classes; c++) {
        state->counts[c] = 0;
    }
    for (int32_t i = 0; i < model->classes * d; i++) {
        state->sums[i] = 0;
    }
    for (int32_t i = 0; state->products && i < MOTE_LDA_TRIANGLE(d); i++) {
        state->products[i] = 0;
    }
}

/* products += sign * s s^T / n: what the samples of a class would add if all lay at its mean. The
   same call with the other sign takes away exactly the same. */
static inline void mote_lda_move_class(const mote_lda_model *model, const mote_lda_state *state,
                                       int32_t label, int32_t sign)
{
    const int32_t *sums = state->sums + label * model->dimensions;
    int32_t *product = state->products;
    if (!product || state->counts[label] == 0) {
        return;
    }
    const int64_t reciprocal = mote_reciprocal_q31((uint32_t)state->counts[label]);
    for (int32_t i = 0; i < model->dimensions; i++) {
        const int64_t mean = mote_round_shift(sums[i] * reciprocal, 15); /* 2^-16 of a step */
        for (int32_t j = 0; j <= i; j++) {
            *product++ += sign * (int32_t)mote_round_shift(mean * sums[j], 16);
        }
    }
}

/* With sign -1 products become the scatter within the classes, until sign 1 undoes it. */
static inline void mote_lda_move_all(const mote_lda_model *model, const mote_lda_state *state,
                                     int32_t sign)
{
    for (int32_t c = 0; c < model->classes; c++) {
        mote_lda_move_class(model, state, c, sign);
    }
}

/* Degrees of freedom of the scatter within the classes. */
static inline int32_t mote_lda_freedom(const mote_lda_model *model, const mote_lda_state *state)
{
    int32_t freedom = *state->pooled;
    for (int32_t c = 0; c < model->classes; c++) {
        freedom -= state->counts[c] > 0;
    }
    return freedom;
}

/* Half as many samples, the same means and covariance. A class keeps one sample at least. */
static inline void mote_lda_halve(const mote_lda_model *model, const mote_lda_state *state)
{
    const int32_t d = model->dimensions;
    const int32_t freedom = mote_lda_freedom(model, state);
    mote_lda_move_all(model, state, -1);
    for (int32_t i = 0; state->products && i < MOTE_LDA_TRIANGLE(d); i++) {
        state->products[i] = (int32_t)mote_round_shift(state->products[i], 1);
    }
    for (int32_t c = 0; c < model->classes; c++) {
        const int32_t count = (state->counts[c] + 1) / 2;
        if (count == 0) {
            continue;
        }
        const int64_t share = mote_reciprocal_q31((uint32_t)state->counts[c]) * (int64_t)count;
        for (int32_t i = c * d; i < (c + 1) * d; i++) {
            state->sums[i] = (int32_t)mote_round_shift(state->sums[i] * share, 31);
        }
        state->counts[c] = count;
    }
    *state->pooled += freedom / 2 - freedom;
    mote_lda_move_all(model, state, 1);
}

/* One labelled sample: exact sums. z[d] -128 .. 127, label 0 .. classes - 1. */
static inline void mote_lda_add(const mote_lda_model *model, const mote_lda_state *state,
                                const int8_t *z, int32_t label)
{
    int32_t *sums = state->sums + label * model->dimensions;
    int32_t *product = state->products;
    for (int32_t i = 0; i < model->dimensions; i++) {
        const int32_t factor = z[i];
        sums[i] += factor;
        for (int32_t j = 0; product && j <= i; j++) {
            *product++ += factor * z[j];
        }
    }
    state->counts[label]++;
    *state->pooled += 1;
    if (*state->pooled >= MOTE_LDA_SAMPLES) {
        mote_lda_halve(model, state);
    }
}

/* Forgets where a class lies; how its samples scattered around their mean stays in products. A base
   class goes back to its base mean. */
static inline void mote_lda_forget(const mote_lda_model *model, const mote_lda_state *state,
                                   int32_t label)
{
    if (state->counts[label] == 0) {
        return;
    }
    mote_lda_move_class(model, state, label, -1);
    *state->pooled -= 1;
    state->counts[label] = 0;
    for (int32_t i = 0; i < model->dimensions; i++) {
        state->sums[label * model->dimensions + i] = 0;
    }
}

/* Where a class lies: (prior * base mean + sum) / (prior + count). total 0: nowhere yet. */
typedef struct mote_lda_center {
    const int16_t *base;
    const int32_t *sums;
    int32_t prior;
    int32_t total;
    uint32_t reciprocal; /* 2^31 / total */
} mote_lda_center;

static inline mote_lda_center mote_lda_center_of(const mote_lda_model *model,
                                                 const mote_lda_state *state, int32_t label)
{
    const int32_t count = state->counts[label];
    const int32_t is_base = label < model->base_classes;
    const int32_t first = label * model->dimensions;
    mote_lda_center center;
    center.prior = !is_base ? 0 : count == 0 ? 1 : model->prior_count;
    center.total = center.prior + count;
    center.base = is_base ? model->base_means + first : model->base_means;
    center.sums = state->sums + first;
    center.reciprocal = center.total > 0 ? mote_reciprocal_q31((uint32_t)center.total) : 0;
    return center;
}

/* Number i of the mean in 2^-12 of a step, which is 2^-16 of a standard deviation. */
static inline int32_t mote_lda_mean(const mote_lda_center *center, int32_t i)
{
    int64_t sum = (int64_t)center->sums[i] * 4096;
    if (center->prior > 0) {
        sum += (int64_t)center->prior * MOTE_READ_S16(center->base + i) * 256;
    }
    return (int32_t)mote_round_shift(sum * center->reciprocal, 31);
}

/* The squared distance of z to the mean of a class in 2^-8 of a standard deviation's square, as if
   features were spread alike inside all classes, which whitening has made nearly true. */
static inline int32_t mote_mean_distance(const mote_lda_model *model, const mote_lda_state *state,
                                         const int8_t *z, int32_t label)
{
    const mote_lda_center center = mote_lda_center_of(model, state, label);
    uint32_t distance = 0; /* 64 * (4096 / 2^4 steps)^2 = 2^30 at most */
    for (int32_t i = 0; i < model->dimensions; i++) {
        const int32_t mean = (int32_t)mote_round_shift(mote_lda_mean(&center, i), 8);
        const int32_t difference = z[i] * 16 - mean;
        distance += (uint32_t)(difference * difference);
    }
    return (int32_t)(distance >> 8);
}

/* Half of that, negated, as scores[named] in 2^-8 (INT32_MIN: the class has no mean); returns the
   class whose mean is nearest, or -1 when none has one. Needs no mote_lda_solve. */
static inline int32_t mote_mean_scores(const mote_lda_model *model, const mote_lda_state *state,
                                       const int8_t *z, int32_t *scores)
{
    int32_t best = -1;
    for (int32_t c = 0; c < model->named; c++) {
        scores[c] = INT32_MIN;
        if (c < model->base_classes || state->counts[c] > 0) {
            scores[c] = -(mote_mean_distance(model, state, z, c) >> 1);
            best = best < 0 || scores[c] > scores[best] ? c : best;
        }
    }
    return best;
}

/* The distance to the nearest of them; INT32_MAX when none has a mean. */
static inline int32_t mote_mean_least_distance(const mote_lda_model *model,
                                               const mote_lda_state *state, const int8_t *z)
{
    int32_t least = INT32_MAX;
    for (int32_t c = 0; c < model->named; c++) {
        if (c < model->base_classes || state->counts[c] > 0) {
            const int32_t distance = mote_mean_distance(model, state, z, c);
            least = distance < least ? distance : least;
        }
    }
    return least;
}

#endif
