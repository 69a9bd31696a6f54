/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i] held between low and high. x and y may be the same array. */
#ifndef MOTE_CLIP_ANY_H
#define MOTE_CLIP_ANY_H

#include <stdint.h>

static void mote_clip_any(const any_t *x, int32_t n, any_t low, any_t high, any_t *y)
{
    for (int32_t i = 0; i < n; i++) {
        const any_t raised = x[i] < low ? low : x[i];
        y[i] = raised > high ? high : raised;
    }
}

#endif
