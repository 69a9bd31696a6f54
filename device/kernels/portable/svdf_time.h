/* SPDX-License-Identifier: Apache-2.0 */
/* Moves `steps` bytes of memory back by one for each of `filters` filters, lasts[f] becoming the
   last of them, and adds sum_t time[f, t] * memory[f, t] to sums[f]. */
#ifndef MOTE_SVDF_TIME_H
#define MOTE_SVDF_TIME_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_svdf_time(int8_t *memory, const int8_t *time, int32_t steps, const int8_t *lasts,
                           int32_t filters, int32_t *sums)
{
    for (int32_t f = 0; f < filters; f++, memory += steps, time += steps) {
        for (int32_t t = 0; t < steps; t++) {
            memory[t] = t + 1 < steps ? memory[t + 1] : lasts[f];
            sums[f] += MOTE_READ_S8(time + t) * memory[t];
        }
    }
}

#endif
