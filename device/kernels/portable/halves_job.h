/* SPDX-License-Identifier: Apache-2.0 */
/* What a walk over halves needs to know; see halves.h. */
#ifndef MOTE_HALVES_JOB_H
#define MOTE_HALVES_JOB_H

#include <stdint.h>

typedef struct {
    const uint32_t *scales; /* of a block: four multipliers, their shifts - 1 in a word */
    int32_t scale_step;     /* bytes from one block's to the next: 0 when all rows share them */
    int32_t pairs;          /* of inputs */
    int32_t blocks;         /* of rows */
    int32_t y_step;         /* between the outputs of two positions */
    int32_t odd_zero;       /* 2 * zero point of y + 1, see halves_scale.h */
} mote_halves_job;

#endif
