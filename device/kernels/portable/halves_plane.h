/* SPDX-License-Identifier: Apache-2.0 */
/* Planes of one channel, and a channel of a depthwise convolution over one; see halves_taps.h. */
#ifndef MOTE_HALVES_PLANE_H
#define MOTE_HALVES_PLANE_H

#include <stdint.h>

#include "halves_taps.h"

static inline void mote_halves_spread(const int8_t *x, const mote_halves_spread_job *job,
                                      int16_t *to)
{
    for (int32_t row = 0; row < job->rows; row++) {
        for (int32_t i = 0; i < job->columns; i++) {
            to[row * (job->pitch / 2) + i] = x[row * job->row_step + i * job->column_step];
        }
    }
}

static inline void mote_halves_plane(const int16_t *plane, const int8_t *w, const uint32_t *scale,
                                     const mote_halves_plane_job *job, int8_t *y)
{
    mote_halves_taps(plane, w, scale, job, y);
}

#endif
