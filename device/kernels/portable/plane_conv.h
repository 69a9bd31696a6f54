/* SPDX-License-Identifier: Apache-2.0 */
/* One channel of a depthwise convolution, see plane_taps.h. */
#ifndef MOTE_PLANE_CONV_H
#define MOTE_PLANE_CONV_H

#include <stdint.h>

#include "plane_job.h"
#include "plane_taps.h"

static void mote_plane_conv(const uint8_t *plane, const int8_t *w, const uint32_t *scale,
                            const mote_plane_job *job, int8_t *y)
{
    mote_plane_taps(plane, w, scale, job, y);
}

#endif
