/* SPDX-License-Identifier: Apache-2.0 */
/* y[o] = clamp(the byte of starts[o] + sum_i w[o, i] * x[i]), w rows x columns; one scale (see
   byte_scale.h) for all rows. For layers so small that quads would not pay. */
#ifndef MOTE_FULLY_CONNECTED_FEW_S8_H
#define MOTE_FULLY_CONNECTED_FEW_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"

static void mote_fully_connected_few_s8(const int8_t *x, const int8_t *w, const int32_t *starts,
                                        int32_t rows, int32_t columns, uint32_t scale,
                                        uint32_t added, int32_t shifts, int32_t low, int32_t high,
                                        int8_t *y)
{
    for (int32_t o = 0; o < rows; o++) {
        int32_t sum = MOTE_READ_S32(starts + o);
        const int8_t *const end = x + columns;
        for (const int8_t *from = x; from != end; from++) {
            sum += MOTE_READ_S8(w) * *from;
            w++;
        }
        y[o] = mote_byte_scale(sum, scale, added, shifts & 31, shifts >> 5);
    }
    mote_byte_clamp(y, rows, low, high);
}

#endif
