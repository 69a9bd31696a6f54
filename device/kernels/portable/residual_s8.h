/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = clamp(rescale(rescale((a[i] - a_zero) * 2^20) + (b[i] - b_zero) * 2^19) + y_zero): a sum
   of which b has the larger steps, whose common scale are twice these. Both other shifts are to the
   right. y may be the same array as a or b. */
#ifndef MOTE_RESIDUAL_S8_H
#define MOTE_RESIDUAL_S8_H

#include <stdint.h>

#include "halves_clamp.h"
#include "residual_line.h"

static void mote_residual_s8(const int8_t *a, const int8_t *b, int32_t count, int32_t a_zero,
                             int32_t a_multiplier, int32_t a_shift, int32_t b_zero, int32_t y_zero,
                             int32_t y_multiplier, int32_t y_shift, int32_t low, int32_t high,
                             int8_t *y)
{
    const mote_residual_job job = {a_zero, a_multiplier, a_shift,     b_zero,
                                   y_zero, y_multiplier, y_shift, y + count};
    mote_residual_line(a, b, y, &job);
    mote_halves_clamp(y, count, low, high);
}

#endif
