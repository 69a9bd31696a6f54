/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, c] = the mean of x[n, p, c] over all positions p, halves away from zero, held between low
   and high. channels: a multiple of four; at most 255 positions. x and y must not overlap. */
#ifndef MOTE_AVERAGE_IMAGE_S8_H
#define MOTE_AVERAGE_IMAGE_S8_H

#include <stdint.h>

#include "mean_of.h"
#include "mote/apart.h"
#include "sum_of_four.h"

MOTE_APART static void mote_average_image_s8(const int8_t *x, int32_t images, int32_t positions,
                                             int32_t channels, int32_t low, int32_t high, int8_t *y)
{
    const uint32_t share = mote_share_of(positions, 1);
    for (int32_t image = 0; image < images; image++, x += positions * channels) {
        for (int32_t c = 0; c < channels; c += 4) {
            int32_t sums[4];
            mote_sum_of_four(x + c, positions, channels, sums);
            for (int32_t i = 0; i < 4; i++) {
                const int32_t mean = mote_mean_of(sums[i], positions, share, 1);
                *y++ = (int8_t)(mean < low ? low : mean > high ? high : mean);
            }
        }
    }
}

#endif
