/* SPDX-License-Identifier: Apache-2.0 */
/* memory[f] moves back by one, memory[f, last] = sum_i features[f, i] * x[i];
   y[u] = clamp(bias[u] + sum over its `rank` filters f and t of time[f, t] * memory[f, t]).
   No array may overlap another. */
#ifndef MOTE_SVDF_F32_H
#define MOTE_SVDF_F32_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_svdf_f32(const float *x, const float *features, const float *time,
                          const float *bias, int32_t inputs, int32_t filters, int32_t steps,
                          int32_t rank, float low, float high, float *y, float *memory)
{
    for (int32_t u = 0; u < filters / rank; u++) {
        float total = MOTE_READ_F32(bias + u);
        for (int32_t k = 0; k < rank; k++, features += inputs, time += steps, memory += steps) {
            float sum = 0;
            for (int32_t i = 0; i < inputs; i++) {
                sum += MOTE_READ_F32(features + i) * x[i];
            }
            for (int32_t t = 0; t < steps; t++) {
                memory[t] = t + 1 < steps ? memory[t + 1] : sum;
                total += MOTE_READ_F32(time + t) * memory[t];
            }
        }
        y[u] = total < low ? low : total > high ? high : total;
    }
}

#endif
