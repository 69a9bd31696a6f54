/* SPDX-License-Identifier: Apache-2.0 */
/* Undoes what harms: now and then a window is left as it is although it would be turned (or the
   other way round), and as soon as the network has seen some of both it is only turned when that
   does not leave the network less sure. Without labels this is all that can be known; sureness is
   the distance of the best score from the second best. */
#ifndef MOTE_GUARD_H
#define MOTE_GUARD_H

#include <stdint.h>

#include "integers.h"

#define MOTE_GUARD_NEEDED 8   /* windows of both kinds before anything is undone */
#define MOTE_GUARD_MEMORY 64  /* windows that count, older ones fade */
#define MOTE_GUARD_EARLY 4    /* one window in so many is tried the other way until then */
#define MOTE_GUARD_LATER 32   /* and afterwards */
#define MOTE_GUARD_LARGEST ((int32_t)512) /* sureness above is as good, 2^-8 nat */
#define MOTE_GUARD_LESS 24    /* by how much less sure it may be, 2^-8 nat */

typedef struct mote_guard_state {
    int32_t sure[2];  /* means, 2^-16 nat: left as it was, changed */
    int32_t count[2]; /* windows in them, up to the memory */
    int32_t since;    /* windows since the last one that was tried */
    int32_t chosen;   /* what was done to the window whose scores are awaited, or -1 */
} mote_guard_state;

static inline void mote_guard_reset(mote_guard_state *state)
{
    for (int32_t i = 0; i < 2; i++) {
        state->sure[i] = 0;
        state->count[i] = 0;
    }
    state->since = 0;
    state->chosen = -1;
}

static inline int32_t mote_guard_knows(const mote_guard_state *state)
{
    return state->count[0] >= MOTE_GUARD_NEEDED && state->count[1] >= MOTE_GUARD_NEEDED;
}

/* Whether to change a window that could be changed. */
static inline int32_t mote_guard_choose(mote_guard_state *state)
{
    const int32_t knows = mote_guard_knows(state);
    const int32_t better =
        !knows || state->sure[1] >= state->sure[0] - MOTE_GUARD_LESS * 256;
    const int32_t tries = state->since >= (knows ? MOTE_GUARD_LATER : MOTE_GUARD_EARLY) - 1;
    state->chosen = tries ? !better : better;
    if (tries) {
        state->since = -1;
    }
    return state->chosen;
}

/* Takes the scores of the window that was chosen for, 2^-8 nat; for others it does nothing. */
static inline void mote_guard_add(mote_guard_state *state, int32_t classes, const int32_t *scores)
{
    const int32_t chosen = state->chosen;
    if (chosen < 0) {
        return;
    }
    int32_t best = scores[0], second = INT32_MIN;
    for (int32_t i = 1; i < classes; i++) {
        second = scores[i] > best ? best : scores[i] > second ? scores[i] : second;
        best = scores[i] > best ? scores[i] : best;
    }
    const uint32_t apart = (uint32_t)best - (uint32_t)second;
    const int32_t sure =
        apart < MOTE_GUARD_LARGEST ? (int32_t)apart * 256 : MOTE_GUARD_LARGEST * 256;
    state->count[chosen] += state->count[chosen] < MOTE_GUARD_MEMORY;
    state->sure[chosen] += (int32_t)mote_signed_quotient((int64_t)sure - state->sure[chosen],
                                                         (uint32_t)state->count[chosen]);
    state->chosen = -1;
    state->since++;
}

#endif
