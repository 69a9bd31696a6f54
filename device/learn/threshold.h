/* SPDX-License-Identifier: Apache-2.0 */
/* A threshold for scores of normal running that one in `one_in` of them exceeds. The quantile is
   estimated in ten numbers by the P2 algorithm of R. Jain and I. Chlamtac, "The P2 algorithm for
   dynamic calculation of quantiles and histograms without storing observations", 1985: five
   markers at the least, the greatest and three quantiles in between, moved along a parabola. */
#ifndef MOTE_THRESHOLD_H
#define MOTE_THRESHOLD_H

#include <stdint.h>

#include "integers.h"

#define MOTE_THRESHOLD_MARKERS 5

/* Samples after which all counts are halved, so that the threshold goes on following the stream. */
#define MOTE_THRESHOLD_SAMPLES 65536

/* Markers move by less than a step of the scores. */
#define MOTE_THRESHOLD_FRACTION 4096

/* Of `tail`. one_in 2 .. 1000 */
#define MOTE_THRESHOLD_TAIL(one_in) (((uint32_t)1 << 24) / (one_in))

/* The caller's memory. */
typedef struct mote_threshold_state {
    int64_t *heights;   /* [MOTE_THRESHOLD_MARKERS], scores in 2^-12, rising */
    int32_t *positions; /* [MOTE_THRESHOLD_MARKERS], samples not above them; the last: samples */
    uint32_t tail;      /* 1 / one_in in 2^-24 */
} mote_threshold_state;

static inline void mote_threshold_begin(const mote_threshold_state *state)
{
    for (int32_t i = 0; i < MOTE_THRESHOLD_MARKERS; i++) {
        state->heights[i] = 0;
        state->positions[i] = 0;
    }
}

/* The first five samples, sorted as they come. */
static inline void mote_threshold_insert(const mote_threshold_state *state, int64_t score)
{
    const int32_t samples = state->positions[MOTE_THRESHOLD_MARKERS - 1];
    int32_t at = samples;
    for (; at > 0 && state->heights[at - 1] > score; at--) {
        state->heights[at] = state->heights[at - 1];
    }
    state->heights[at] = score;
    state->positions[samples] = samples + 1;
    state->positions[MOTE_THRESHOLD_MARKERS - 1] = samples + 1;
}

/* Where marker i should be, in 2^-24 of a sample: 1 + (samples - 1) * its quantile. */
static inline int64_t mote_threshold_wanted(const mote_threshold_state *state, int32_t i)
{
    const int64_t one = (int64_t)1 << 24;
    const int64_t quantile = i == 1   ? (one - state->tail) / 2
                             : i == 2 ? one - state->tail
                                      : one - state->tail / 2;
    return one + (state->positions[MOTE_THRESHOLD_MARKERS - 1] - 1) * quantile;
}

/* Height of marker i one sample further (step 1) or back (-1) on the parabola through three. */
static inline int64_t mote_threshold_parabola(const mote_threshold_state *state, int32_t i,
                                              int32_t step)
{
    const int64_t *q = state->heights + i;
    const int32_t *n = state->positions + i;
    /* 2^16 samples times a difference of 2^(32 + 12) stay within 63 bits. */
    const int64_t above =
        mote_signed_quotient((n[0] - n[-1] + step) * (q[1] - q[0]), (uint32_t)(n[1] - n[0]));
    const int64_t below =
        mote_signed_quotient((n[1] - n[0] - step) * (q[0] - q[-1]), (uint32_t)(n[0] - n[-1]));
    return q[0] + step * mote_signed_quotient(above + below, (uint32_t)(n[1] - n[-1]));
}

static inline void mote_threshold_move(const mote_threshold_state *state, int32_t i, int32_t step)
{
    int64_t *q = state->heights + i;
    int32_t *n = state->positions + i;
    int64_t height = mote_threshold_parabola(state, i, step);
    if (height < q[-1] || height > q[1]) { /* a straight line instead */
        const uint32_t samples = (uint32_t)(step * (n[step] - n[0]));
        height = q[0] + mote_signed_quotient(q[step] - q[0], samples);
    }
    q[0] = height;
    n[0] += step;
}

/* Takes the score of one window of normal running, -2^31 .. 2^31 - 1. */
static inline void mote_threshold_add(const mote_threshold_state *state, int32_t value)
{
    const int64_t score = (int64_t)value * MOTE_THRESHOLD_FRACTION;
    int64_t *q = state->heights;
    int32_t *n = state->positions;
    if (n[4] < MOTE_THRESHOLD_MARKERS) {
        mote_threshold_insert(state, score);
        return;
    }
    q[0] = score < q[0] ? score : q[0];
    q[4] = score > q[4] ? score : q[4];
    for (int32_t i = 1; i < 4; i++) {
        n[i] += score < q[i];
    }
    n[4]++;
    for (int32_t i = 1; i < 4; i++) {
        const int64_t off = mote_threshold_wanted(state, i) - (int64_t)n[i] * ((int64_t)1 << 24);
        if (off >= (int64_t)1 << 24 && n[i + 1] - n[i] > 1) {
            mote_threshold_move(state, i, 1);
        } else if (off <= -((int64_t)1 << 24) && n[i - 1] - n[i] < -1) {
            mote_threshold_move(state, i, -1);
        }
    }
    for (int32_t i = 0; n[4] >= MOTE_THRESHOLD_SAMPLES && i < MOTE_THRESHOLD_MARKERS; i++) {
        n[i] = (n[i] + 1) / 2;
    }
}

/* Scores above it are alarms. Before 2 * one_in samples it is the greatest of them, since the
   estimate begins at their median; before five it is INT32_MAX: no alarm. */
static inline int32_t mote_threshold_value(const mote_threshold_state *state)
{
    const uint64_t samples = (uint64_t)state->positions[MOTE_THRESHOLD_MARKERS - 1];
    if (samples < MOTE_THRESHOLD_MARKERS) {
        return INT32_MAX;
    }
    const int32_t marker = samples * state->tail < (uint64_t)2 << 24 ? 4 : 2;
    return (int32_t)mote_round_shift(state->heights[marker], 12);
}

#endif
