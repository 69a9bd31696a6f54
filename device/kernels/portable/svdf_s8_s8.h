/* SPDX-License-Identifier: Apache-2.0 */
/* memory[f] moves back by one, memory[f, last] = rescale(sum_i features[f, i] * (x[i] - x_zero));
   y[u] = clamp(rescale(bias[u] + sum over its `rank` filters f and t of time[f, t] * (memory[f, t]
   - memory_zero)) + y_zero). No array may overlap another. */
#ifndef MOTE_SVDF_S8_S8_H
#define MOTE_SVDF_S8_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "rescale.h"

static void mote_svdf_s8_s8(const int8_t *x, const int8_t *features, const int8_t *time,
                            const int32_t *bias, int32_t inputs, int32_t filters, int32_t steps,
                            int32_t rank, int32_t x_zero, int32_t memory_zero, int32_t y_zero,
                            int32_t in_multiplier, int32_t in_shift, int32_t out_multiplier,
                            int32_t out_shift, int32_t memory_low, int32_t memory_high, int32_t low,
                            int32_t high, int8_t *y, int8_t *memory)
{
    for (int32_t u = 0; u < filters / rank; u++) {
        int32_t total = MOTE_READ_S32(bias + u);
        for (int32_t k = 0; k < rank; k++, features += inputs, time += steps, memory += steps) {
            int32_t sum = 0;
            for (int32_t i = 0; i < inputs; i++) {
                sum += MOTE_READ_S8(features + i) * (x[i] - x_zero);
            }
            sum = mote_rescale(sum, in_multiplier, in_shift) + memory_zero;
            sum = sum < memory_low ? memory_low : sum > memory_high ? memory_high : sum;
            for (int32_t t = 0; t < steps; t++) {
                memory[t] = t + 1 < steps ? memory[t + 1] : (int8_t)sum;
                total += MOTE_READ_S8(time + t) * (memory[t] - memory_zero);
            }
        }
        y[u] = mote_saturate(mote_rescale(total, out_multiplier, out_shift) + y_zero, low, high);
    }
}

#endif
