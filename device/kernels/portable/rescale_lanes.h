/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(rescale(sums[o] + bias[o]) + y_zero), each with its own multiplier and shift. */
#ifndef MOTE_RESCALE_LANES_H
#define MOTE_RESCALE_LANES_H

#include <stdint.h>

#include "mote/rom.h"
#include "lanes_scaling.h"
#include "rescale.h"

static void mote_rescale_lanes(const int32_t *sums, int32_t first, int32_t count,
                               const mote_lanes_scaling *by, int8_t *y)
{
    for (int32_t o = first; o < first + count; o++) {
        const int32_t steps =
            mote_rescale(sums[o - first] + MOTE_READ_S32(by->bias + o),
                         MOTE_READ_S32(by->multiplier + o), MOTE_READ_S8(by->shift + o));
        y[o - first] = mote_saturate(steps + by->y_zero, by->low, by->high);
    }
}

#endif
