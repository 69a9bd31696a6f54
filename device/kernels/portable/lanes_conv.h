/* SPDX-License-Identifier: Apache-2.0 */
/* One channel of a depthwise convolution, see lanes_taps.h. Fast versions may read up to 15 bytes
   behind the plane. */
#ifndef MOTE_LANES_CONV_H
#define MOTE_LANES_CONV_H

#include <stdint.h>

#include "lanes_job.h"
#include "lanes_taps.h"

/* Called once, for what fast versions of mote_lanes_conv want to know of the job. */
static inline void mote_lanes_prepare(const int8_t *plane, mote_lanes_job *job)
{
    (void)plane;
    (void)job;
}

/* rows x columns bytes of x into a plane. */
static inline void mote_lanes_copy(const int8_t *x, int32_t x_step_y, int32_t x_step_x,
                                   int32_t rows, int32_t columns, int8_t *to, int32_t pitch)
{
    for (; rows > 0; rows--, x += x_step_y, to += pitch) {
        for (int32_t i = 0; i < columns; i++) {
            to[i] = x[i * x_step_x];
        }
    }
}

static void mote_lanes_conv(const int8_t *plane, const int8_t *w, int32_t bias, int32_t multiplier,
                            int32_t shift, mote_lanes_job *job, int8_t *y)
{
    mote_lanes_taps(plane, w, bias, multiplier, shift, job, y);
}

#endif
