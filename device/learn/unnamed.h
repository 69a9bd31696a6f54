/* SPDX-License-Identifier: Apache-2.0 */
/* Something new: samples far from every class, but alike, gather without a label until the user
   says what they are. They are the last class of a model that names one class less than it has. */
#ifndef MOTE_UNNAMED_H
#define MOTE_UNNAMED_H

#include <stdint.h>

#include "lda_state.h"

/* As long as fewer have gathered, one that is unlike them begins anew. */
#define MOTE_UNNAMED_FEW 5

/* D^2 to the mean of n samples is larger by 1 / n of itself on average than to the class's own. */
static inline int32_t mote_unnamed_is_alike(int32_t distance, int32_t count, int32_t threshold)
{
    return (int64_t)distance * count <= (int64_t)threshold * (count + 1);
}

/* Gathers z if it is farther than `threshold` (2^-8, as D^2) from all classes with a name, of which
   the nearest is `least` away, and not farther from those that have gathered, which are `own` away
   (if there are any). Returns how many have, with this one; 0 if it is none of them. REQUIRES:
   model->named = model->classes - 1. */
static inline int32_t mote_unnamed_add(const mote_lda_model *model, const mote_lda_state *state,
                                       const int8_t *z, int32_t threshold, int32_t least,
                                       int32_t own)
{
    const int32_t last = model->named;
    const int32_t count = state->counts[last];
    if (least <= threshold) {
        return 0;
    }
    if (count > 0 && !mote_unnamed_is_alike(own, count, threshold)) {
        if (count >= MOTE_UNNAMED_FEW) {
            return 0;
        }
        mote_lda_forget(model, state, last);
    }
    mote_lda_add(model, state, z, last);
    return state->counts[last];
}

/* What has gathered joins a class, as if it had been learnt with this label, 0 .. named - 1. Returns
   how many samples. */
static inline int32_t mote_unnamed_name(const mote_lda_model *model, const mote_lda_state *state,
                                        int32_t label)
{
    const int32_t d = model->dimensions;
    const int32_t count = state->counts[model->named];
    int32_t *from = state->sums + model->named * d;
    for (int32_t i = 0; i < d; i++) {
        state->sums[label * d + i] += from[i];
        from[i] = 0;
    }
    state->counts[label] += count;
    state->counts[model->named] = 0;
    return count;
}

#endif
