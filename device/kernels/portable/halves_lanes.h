/* SPDX-License-Identifier: Apache-2.0 */
/* How runs of int8 values, side by side in memory, lie in the halves of a position: four values
   become the pairs (0, 2), (1, 3), which is what a core gets out of a word with one instruction
   each; of the rest one becomes (0, -), two (0, 1), three (0, 2), (1, -). Pairs are four halves
   apart: the other position's lie between them. */
#ifndef MOTE_HALVES_LANES_H
#define MOTE_HALVES_LANES_H

#include <stdint.h>

/* How many pairs a run takes. */
static inline int32_t mote_halves_pairs(int32_t count)
{
    return count / 4 * 2 + (count % 4 + 1) / 2;
}

/* Value i of a run of `count`. */
static inline int32_t mote_halves_lane(int32_t i, int32_t count)
{
    const int32_t is_two = count % 4 == 2 && i >= count - 2;
    const int32_t pair = i / 4 * 2 + (is_two ? 0 : i % 2);
    return 4 * pair + (is_two ? i % 2 : i % 4 / 2);
}

/* Writes a run whose values from begin to end - 1 are x[0], x[1], ..., the others zero. Returns
   where the next run goes. */
static int16_t *mote_halves_lanes(const int8_t *x, int32_t begin, int32_t end, int32_t count,
                                  int32_t zero, int16_t *to)
{
    int16_t *const next = to + 4 * mote_halves_pairs(count);
    next[-3] = (int16_t)zero;
    for (int32_t i = 0; i < count; i++) {
        const int32_t value = i >= begin && i < end ? x[i - begin] : zero;
        to[mote_halves_lane(i, count)] = (int16_t)value;
    }
    return next;
}

#endif
