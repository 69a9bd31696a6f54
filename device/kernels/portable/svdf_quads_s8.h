/* SPDX-License-Identifier: Apache-2.0 */
/* memory[f] moves back by one, memory[f, last] = the byte of sum_i features[f, i] * x[i];
   y[u] = the byte of starts[u] + sum over its `rank` filters f and t of time[f, t] * memory[f, t].
   All int8; the features in quads (see quads_walk.h), the scale of y two words as in byte_scale.h
   with its shifts. `bytes`: room for the inputs rounded up to 4, which may be x; `lasts`: for the
   filters; `sums`: for a word of each filter. No array may overlap another, but for x and bytes. */
#ifndef MOTE_SVDF_QUADS_S8_H
#define MOTE_SVDF_QUADS_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "quads_rows.h"
#include "svdf_time.h"

static void mote_svdf_quads_s8(const int8_t *x, const uint32_t *stream, const uint32_t *scales,
                               int32_t is_shared, int32_t shifts, const int8_t *time,
                               const int32_t *starts, int32_t inputs, int32_t filters,
                               int32_t steps, int32_t rank, uint32_t y_scale, uint32_t y_added,
                               int32_t y_shifts, int32_t low, int32_t high, void *bytes,
                               void *lasts, void *sums, int8_t *y, int8_t *memory)
{
    mote_quads_job job = {scales, is_shared, (inputs + 1) & ~1, 0,           0,
                          0,      0,         shifts & 31,       shifts >> 5, 0};
    int32_t *const sum_of = (int32_t *)sums;
    const int32_t units = filters / rank;
    const uint32_t sum = mote_quads_copy(x, inputs, (uint8_t *)bytes);
    mote_quads_rows(stream, (const uint8_t *)bytes, sum, filters, &job, (int8_t *)lasts);
    for (int32_t f = 0, u = 0; u < units; u++) {
        sum_of[f++] = MOTE_READ_S32(starts + u);
        for (int32_t k = 1; k < rank; k++) {
            sum_of[f++] = 0;
        }
    }
    mote_svdf_time(memory, time, steps, (const int8_t *)lasts, filters, sum_of);
    for (int32_t f = 0, u = 0; rank > 1 && u < units; u++) {
        int32_t total = 0;
        for (int32_t k = 0; k < rank; k++) {
            total += sum_of[f++];
        }
        sum_of[u] = total;
    }
    mote_byte_scale_all(sum_of, units, y_scale, y_added, y_shifts & 31, y_shifts >> 5, y);
    mote_byte_clamp(y, filters / rank, low, high);
}

#endif
