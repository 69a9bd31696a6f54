/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over halves whose number of rows is any. */
#ifndef MOTE_HALVES_ROWS_H
#define MOTE_HALVES_ROWS_H

#include <stdint.h>

#include "halves.h"

/* y[o] of `rows` rows. */
static void mote_halves_rows(const uint32_t *stream, const int16_t *x, int32_t rows,
                             mote_halves_job *job, int8_t *y)
{
    const int32_t rest = rows & 3;
    job->blocks = rows >> 2;
    if (job->blocks > 0) {
        mote_halves(stream, x, y, job);
    }
    if (rest != 0) {
        int8_t last[8];
        mote_halves_job one = *job;
        one.scales += job->blocks * (job->scale_step / 4);
        one.blocks = 1;
        one.y_step = 4;
        mote_halves(stream + job->blocks * (4 + 2 * job->pairs), x, last, &one);
        y += rows - rest;
        for (int32_t o = 0; o < rest; o++) {
            y[o] = last[o];
            if (job->y_step != 0) {
                y[job->y_step + o] = last[4 + o];
            }
        }
    }
}

#endif
