/* SPDX-License-Identifier: Apache-2.0 */
/* Streaming linear discriminant analysis: weights from the sums in lda_state.h, on demand.

     Sigma   = 0.9 S + 0.1 trace(S) / d I,   S = mean over classes of their covariances
     s_c(z)  = w_c . z - m_c . w_c / 2,      w_c = Sigma^-1 m_c
     D^2     = (z - m_c)^T Sigma^-1 (z - m_c)

   The covariance is never stored: its rows are made one by one and factored at once into L D L^T.
   All numbers of a solution are in 2^-16 of a standard deviation (or of its square or reciprocal),
   those of L in 2^-12: with the shrinkage |L| stays below 3 sqrt(d) + 1, below 8 unless one feature
   varies much more than the average one; saturated then. */
#ifndef MOTE_LDA_H
#define MOTE_LDA_H

#include <stdint.h>

#include "integers.h"
#include "lda_state.h"
#include "mote/rom.h"

/* Scratch memory of the caller's. The factors stay good for mote_lda_distance until it is used for
   something else. For d = 32: 992 + 128 + 128 bytes. */
typedef struct mote_lda_work {
    int16_t *factors;  /* [MOTE_LDA_BELOW(d)], L without its diagonal of ones, 2^-12 */
    int32_t *inverses; /* [d], 1 / D in 2^-20 */
    int32_t *column;   /* [d] */
} mote_lda_work;

/* The least pivot in 2^-16: 1 / 1024 of a standard deviation squared. */
#define MOTE_LDA_PIVOT 64

/* value - sum_k factors[k] * column[k] */
static inline int32_t mote_lda_less(int32_t value, const int16_t *factors, const int32_t *column,
                                    int32_t count)
{
    int64_t sum = (int64_t)value * 4096;
    for (int32_t k = 0; k < count; k++) {
        sum -= (int64_t)column[k] * factors[k];
    }
    return mote_saturate_s32(mote_round_shift(sum, 12));
}

/* column = L^-1 column, in its first `count` numbers. */
static inline void mote_lda_forward(const mote_lda_work *work, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        const int16_t *row = work->factors + MOTE_LDA_BELOW(i);
        work->column[i] = mote_lda_less(work->column[i], row, work->column, i);
    }
}

/* value / D[i] */
static inline int32_t mote_lda_over_pivot(const mote_lda_work *work, int32_t value, int32_t i)
{
    return mote_saturate_s32(mote_round_shift((int64_t)value * work->inverses[i], 20));
}

/* column = L^-T column */
static inline void mote_lda_backward(const mote_lda_work *work, int32_t d)
{
    for (int32_t i = d - 2; i >= 0; i--) {
        const int16_t *factor = work->factors + MOTE_LDA_BELOW(i + 1) + i;
        int64_t sum = (int64_t)work->column[i] * 4096;
        for (int32_t k = i + 1; k < d; k++) {
            sum -= (int64_t)work->column[k] * *factor;
            factor += k;
        }
        work->column[i] = mote_saturate_s32(mote_round_shift(sum, 12));
    }
}

/* How the base covariance and the scatter of the samples mix: every base class and every class with
   a name and two samples or more weighs the same. Both weights are 0.9 of their share. */
typedef struct mote_lda_mix {
    int64_t base;    /* 2^-32 of 4096ths of a variance */
    int64_t scatter; /* 2^-36 of 256ths of a variance */
} mote_lda_mix;

#define MOTE_LDA_KEPT 58982 /* 0.9 in 2^-16 */

static inline mote_lda_mix mote_lda_mix_of(const mote_lda_model *model, const mote_lda_state *state)
{
    uint32_t scattered = 0;
    for (int32_t c = 0; c < model->named; c++) {
        scattered += state->counts[c] >= 2;
    }
    mote_lda_mix mix = {(int64_t)MOTE_LDA_KEPT << 16, 0};
    if (scattered > 0) {
        const uint32_t weights = (uint32_t)model->base_classes + scattered;
        const uint64_t base = (uint64_t)model->base_classes * MOTE_LDA_KEPT;
        const uint64_t scatter = (uint64_t)scattered * MOTE_LDA_KEPT;
        const uint32_t freedom = (uint32_t)mote_lda_freedom(model, state);
        mix.base = (int64_t)mote_quotient(base << 16, weights);
        mix.scatter = (int64_t)mote_quotient(scatter << 20, weights * freedom);
    }
    return mix;
}

/* Number `at` of the triangle of 0.9 S, while products are the scatter within the classes. */
static inline int32_t mote_lda_covariance(const mote_lda_model *model, const mote_lda_state *state,
                                          const mote_lda_mix *mix, int32_t at)
{
    const int64_t sum =
        mix->base * MOTE_READ_S16(model->base_covariance + at) + mix->scatter * state->products[at];
    return mote_saturate_s32(mote_round_shift(sum, 28));
}

/* 0.1 trace(S) / d */
static inline int32_t mote_lda_ridge(const mote_lda_model *model, const mote_lda_state *state,
                                     const mote_lda_mix *mix)
{
    int64_t trace = 0;
    for (int32_t i = 0; i < model->dimensions; i++) {
        trace += mote_lda_covariance(model, state, mix, MOTE_LDA_TRIANGLE(i + 1) - 1);
    }
    return mote_saturate_s32(mote_signed_quotient(trace, 9 * (uint32_t)model->dimensions));
}

/* Row i of L and pivot i from row i of the covariance in column: v = L D solves L v = row. */
static inline void mote_lda_factor_row(const mote_lda_work *work, int32_t i)
{
    int16_t *row = work->factors + MOTE_LDA_BELOW(i);
    mote_lda_forward(work, i);
    for (int32_t j = 0; j < i; j++) {
        const int64_t factor = mote_round_shift((int64_t)work->column[j] * work->inverses[j], 24);
        row[j] = (int16_t)(factor > INT16_MAX    ? INT16_MAX
                           : factor < -INT16_MAX ? -INT16_MAX
                                                 : factor);
    }
    int32_t pivot = mote_lda_less(work->column[i], row, work->column, i);
    pivot = pivot < MOTE_LDA_PIVOT ? MOTE_LDA_PIVOT : pivot;
    work->inverses[i] = (int32_t)mote_quotient((uint64_t)1 << 36, (uint32_t)pivot);
}

/* Factors the covariance of all that was learnt, for mote_lda_distance. While it runs the products
   are changed; afterwards they are what they were. */
static inline void mote_lda_factor(const mote_lda_model *model, const mote_lda_state *state,
                                   const mote_lda_work *work)
{
    const mote_lda_mix mix = mote_lda_mix_of(model, state);
    mote_lda_move_all(model, state, -1);
    const int32_t ridge = mote_lda_ridge(model, state, &mix);
    for (int32_t i = 0; i < model->dimensions; i++) {
        for (int32_t j = 0; j <= i; j++) {
            const int32_t at = MOTE_LDA_TRIANGLE(i) + j;
            work->column[j] = mote_lda_covariance(model, state, &mix, at);
        }
        work->column[i] = mote_saturate_s32((int64_t)work->column[i] + ridge);
        mote_lda_factor_row(work, i);
    }
    mote_lda_move_all(model, state, 1);
}

/* Halves the first `count` weights and the first `classes` offsets. */
static inline void mote_lda_lower_shift(const mote_lda_state *state, int32_t count, int32_t classes)
{
    *state->weights_shift -= 1;
    for (int32_t i = 0; i < count; i++) {
        state->weights[i] = (int16_t)mote_round_shift(state->weights[i], 1);
    }
    for (int32_t c = 0; c < classes; c++) {
        if (state->offsets[c] != MOTE_LDA_UNKNOWN) {
            state->offsets[c] = (int32_t)mote_round_shift(state->offsets[c], 1);
        }
    }
}

/* w_c in column becomes 16-bit weights in 2^-(4 + weights_shift): a step of z is 2^-4. The shift,
   which the classes share, falls until the largest weight fits. */
static inline void mote_lda_keep_weights(const mote_lda_state *state, const mote_lda_work *work,
                                         int32_t d, int32_t label)
{
    uint64_t largest = 0;
    for (int32_t i = 0; i < d; i++) {
        const uint64_t size = mote_magnitude(work->column[i]);
        largest = size > largest ? size : largest;
    }
    while (*state->weights_shift > 0 &&
           mote_round_shift((int64_t)largest, 12 - *state->weights_shift) > INT16_MAX) {
        mote_lda_lower_shift(state, label * d, label);
    }
    for (int32_t i = 0; i < d; i++) {
        const int64_t weight = mote_round_shift(work->column[i], 12 - *state->weights_shift);
        state->weights[label * d + i] = (int16_t)(weight > INT16_MAX    ? INT16_MAX
                                                  : weight < -INT16_MAX ? -INT16_MAX
                                                                        : weight);
    }
}

static inline void mote_lda_solve_class(const mote_lda_model *model, const mote_lda_state *state,
                                        const mote_lda_work *work, int32_t label)
{
    const int32_t d = model->dimensions;
    const mote_lda_center center = mote_lda_center_of(model, state, label);
    for (int32_t i = 0; i < d; i++) {
        work->column[i] = center.total > 0 ? mote_lda_mean(&center, i) : 0;
    }
    mote_lda_forward(work, d);
    for (int32_t i = 0; i < d; i++) {
        work->column[i] = mote_lda_over_pivot(work, work->column[i], i);
    }
    mote_lda_backward(work, d);
    mote_lda_keep_weights(state, work, d, label);
    int64_t offset = 0;
    for (int32_t i = 0; i < d; i++) {
        offset += (int64_t)mote_lda_mean(&center, i) * state->weights[label * d + i];
    }
    state->offsets[label] =
        center.total > 0 ? (int32_t)mote_round_shift(offset, 13) : MOTE_LDA_UNKNOWN;
}

/* Factors the covariance and makes the weights of all named classes from it. */
static inline void mote_lda_solve(const mote_lda_model *model, const mote_lda_state *state,
                                  const mote_lda_work *work)
{
    mote_lda_factor(model, state, work);
    *state->weights_shift = 12;
    for (int32_t c = 0; c < model->named; c++) {
        mote_lda_solve_class(model, state, work, c);
    }
}

/* scores[named] = ln p(z | class) + a number that all classes share, in 2^-8; INT32_MIN for a
   class that has no mean yet. Returns the best class, -1 when there is none. */
static inline int32_t mote_lda_scores(const mote_lda_model *model, const mote_lda_state *state,
                                      const int8_t *z, int32_t *scores)
{
    const int16_t *weight = state->weights;
    int32_t best = -1;
    for (int32_t c = 0; c < model->named; c++) {
        int32_t sum = 0; /* 64 * 2^7 * 2^15 = 2^28 at most */
        for (int32_t i = 0; i < model->dimensions; i++) {
            sum += z[i] * *weight++;
        }
        scores[c] = INT32_MIN;
        if (state->offsets[c] != MOTE_LDA_UNKNOWN) {
            sum -= state->offsets[c];
            scores[c] = (int32_t)mote_round_shift(sum, *state->weights_shift);
            best = best < 0 || scores[c] > scores[best] ? c : best;
        }
    }
    return best;
}

/* D^2 of z to the mean of a class, in 2^-8: 256 d on average for samples of that class. To the
   nearest mean: label from mote_lda_scores. REQUIRES: work as mote_lda_solve or mote_lda_factor
   left it. */
static inline int32_t mote_lda_distance(const mote_lda_model *model, const mote_lda_state *state,
                                        const mote_lda_work *work, const int8_t *z, int32_t label)
{
    const mote_lda_center center = mote_lda_center_of(model, state, label);
    int64_t distance = 0;
    for (int32_t i = 0; i < model->dimensions; i++) {
        work->column[i] = z[i] * 4096 - mote_lda_mean(&center, i);
    }
    mote_lda_forward(work, model->dimensions);
    for (int32_t i = 0; i < model->dimensions; i++) {
        const int64_t share = mote_lda_over_pivot(work, work->column[i], i);
        distance += mote_round_shift(share * work->column[i], 24);
    }
    return mote_saturate_s32(distance);
}

/* The same to the class with a name that is nearest by it; INT32_MAX when
   none has a mean. */
static inline int32_t mote_lda_least_distance(const mote_lda_model *model,
                                              const mote_lda_state *state,
                                              const mote_lda_work *work, const int8_t *z)
{
    int32_t least = INT32_MAX;
    for (int32_t c = 0; c < model->named; c++) {
        if (c < model->base_classes || state->counts[c] > 0) {
            const int32_t distance = mote_lda_distance(model, state, work, z, c);
            least = distance < least ? distance : least;
        }
    }
    return least;
}

#endif
