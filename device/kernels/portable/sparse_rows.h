/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = the byte of starts[o] + sum_i w[o, i] * x[i] for weights stored without zeros. Each row of
   `codes`: how many entries (two bytes, the low one first), then for each the distance from the
   entry before, or from the beginning, and the weight. Scales (see byte_scale.h) are `step` words
   apart, 0 where all rows share one. */
#ifndef MOTE_SPARSE_ROWS_H
#define MOTE_SPARSE_ROWS_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"

static inline void mote_sparse_rows(const int8_t *x, const uint8_t *codes, const int32_t *starts,
                                    const uint32_t *scales, int32_t step, int32_t rows,
                                    int32_t shifts, int8_t *y)
{
    for (int32_t o = 0; o < rows; o++) {
        int32_t sum = MOTE_READ_S32(starts + o);
        const int8_t *from = x;
        const int32_t count = MOTE_READ_U8(codes) + 256 * MOTE_READ_U8(codes + 1);
        const uint8_t *const end = codes + 2 + 2 * count;
        for (codes += 2; codes != end; codes += 2) {
            from += MOTE_READ_U8(codes);
            sum += (int8_t)MOTE_READ_U8(codes + 1) * *from;
        }
        y[o] = mote_byte_scale(sum, MOTE_READ_U32(scales), MOTE_READ_U32(scales + 1), shifts & 31,
                               shifts >> 5);
        scales += step;
    }
}

#endif
