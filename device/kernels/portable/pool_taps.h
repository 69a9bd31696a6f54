/* SPDX-License-Identifier: Apache-2.0 */
/* Where a window's taps begin, and how many there are. */
#ifndef MOTE_POOL_TAPS_H
#define MOTE_POOL_TAPS_H

#include <stdint.h>

/* The first of begin, begin + step, ... that is not below `low`. */
static inline int32_t mote_first_tap(int32_t begin, int32_t low, int32_t step)
{
    return begin >= low ? begin : begin + (low - begin + step - 1) / step * step;
}

/* How many of begin, begin + step, ... are below `end`. */
static inline int32_t mote_taps(int32_t begin, int32_t end, int32_t step)
{
    return end > begin ? (end - begin + step - 1) / step : 0;
}

/* How many of `taps` taps from *begin on, `step` apart, are in [0, end); *begin becomes the first
   that is not below 0. Without divisions. */
static inline int32_t mote_clip_taps(int32_t *begin, int32_t taps, int32_t step, int32_t end)
{
    for (; taps > 0 && *begin < 0; taps--) {
        *begin += step;
    }
    for (int32_t last = *begin + (taps - 1) * step; taps > 0 && last >= end; taps--) {
        last -= step;
    }
    return taps;
}

#endif
