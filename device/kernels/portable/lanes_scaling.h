/* SPDX-License-Identifier: Apache-2.0 */
/* How sums become bytes; see rescale_lanes.h. */
#ifndef MOTE_LANES_SCALING_H
#define MOTE_LANES_SCALING_H

#include <stdint.h>

typedef struct {
    const int32_t *bias, *multiplier;
    const int8_t *shift; /* none > 0 */
    int32_t y_zero, low, high;
} mote_lanes_scaling;

#endif
