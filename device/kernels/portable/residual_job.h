/* SPDX-License-Identifier: Apache-2.0 */
/* What the elements of a residual sum have in common; see residual_s8.h. */
#ifndef MOTE_RESIDUAL_JOB_H
#define MOTE_RESIDUAL_JOB_H

#include <stdint.h>

typedef struct {
    int32_t a_zero, a_multiplier, a_shift;
    int32_t b_zero;
    int32_t y_zero, y_multiplier, y_shift;
    const int8_t *end; /* of y */
} mote_residual_job;

#endif
