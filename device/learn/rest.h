/* SPDX-License-Identifier: Apache-2.0 */
/* How a window follows the one before it: a body at rest cannot change its posture without turning,
   so while gravity keeps its direction the class of its rest stays, and where it does not the class
   before says little. Windows of one posture differ by 0.2 degrees, of two by 18 (UCI-HAR, sitting
   and standing, medians). */
#ifndef MOTE_REST_H
#define MOTE_REST_H

#include <stdint.h>

#include "filter.h"
#include "gravity.h"

typedef struct mote_rest_state {
    int32_t direction[3]; /* of gravity in the last window, 2^-30 */
    int32_t rests;        /* whether that was at rest */
} mote_rest_state;

/* At rest: the three standard deviations together are below 1 / 16 of gravity. */
static inline int32_t mote_rest_is_still(const mote_gravity_sums *sums, int32_t count)
{
    int64_t mean = 0; /* squared, times count^2 */
    for (int32_t i = 0; i < 3; i++) {
        mean += (int64_t)sums->sum[i] * sums->sum[i];
    }
    return sums->squares * count - mean < mean >> 8;
}

/* Takes the next window of a stream; returns what mote_filter_add takes. */
static inline int32_t mote_rest_add(mote_rest_state *state, const mote_gravity_sums *sums,
                                    int32_t count)
{
    const int32_t same = 1072270358; /* cos 3 degrees, 2^-30 */
    int32_t unit[3] = {sums->sum[0], sums->sum[1], sums->sum[2]};
    const int32_t rested = state->rests;
    state->rests = mote_rest_is_still(sums, count) && mote_gravity_unit(unit);
    if (!state->rests) {
        return MOTE_FOLLOWS;
    }
    const int32_t cosine = mote_gravity_dot(unit, state->direction);
    for (int32_t i = 0; i < 3; i++) {
        state->direction[i] = unit[i];
    }
    return !rested ? MOTE_FOLLOWS : cosine >= same ? MOTE_RESTS : MOTE_TURNED;
}

/* Behind a gap. */
static inline void mote_rest_restart(mote_rest_state *state)
{
    state->rests = 0;
}

#endif
