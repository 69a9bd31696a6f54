/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of a residual sum, held within int8; see residual_s8.h. */
#ifndef MOTE_RESIDUAL_LINE_H
#define MOTE_RESIDUAL_LINE_H

#include <stdint.h>

#include "rescale.h"
#include "residual_job.h"

static void mote_residual_line(const int8_t *a, const int8_t *b, int8_t *y,
                               const mote_residual_job *job)
{
    while (y != job->end) {
        const int32_t left = mote_rescale((*a++ - job->a_zero) * ((int32_t)1 << 20),
                                          job->a_multiplier, job->a_shift);
        const int32_t right = (*b++ - job->b_zero) * ((int32_t)1 << 19);
        const int32_t result = mote_rescale(left + right, job->y_multiplier, job->y_shift);
        *y++ = mote_saturate(result + job->y_zero, -128, 127);
    }
}

#endif
