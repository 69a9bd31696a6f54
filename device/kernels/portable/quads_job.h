/* SPDX-License-Identifier: Apache-2.0 */
/* What a walk over quads needs to know; see quads.h. */
#ifndef MOTE_QUADS_JOB_H
#define MOTE_QUADS_JOB_H

#include <stdint.h>

typedef struct {
    const uint32_t *scales; /* two words for each row */
    int32_t is_shared;      /* 1: the same eight words for every quad; 2: all of the first kind */
    int32_t count;          /* inputs, even */
    int32_t blocks;         /* of eight rows */
    int32_t quads;          /* 0 or 1 single quad behind them */
    uint32_t offset_4;      /* -128 * sum of x, in every byte of a quad */
    uint32_t offset_2;      /* in its lower half */
    int32_t first_shift, second_shift;
    uint32_t offset_lanes; /* of nibbles.h */
} mote_quads_job;

#endif
