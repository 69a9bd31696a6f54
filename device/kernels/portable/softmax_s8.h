/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = exp(x[i] - max) / sum_j exp(x[j] - max) over `length` elements that are `inner` apart, as
   TFLite computes it; y in steps of 2^-8 from -128. x and y may be the same array. */
#ifndef MOTE_SOFTMAX_S8_H
#define MOTE_SOFTMAX_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "softmax_fixed.h"

static void mote_softmax_s8(const int8_t *x, int32_t outer, int32_t length, int32_t inner,
                            const int32_t *table, int8_t *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        const mote_softmax_row row = mote_softmax_read_row(x + first, length, inner, table);
        for (int32_t i = first; i < first + length * inner; i += inner) {
            const int32_t term = MOTE_READ_S32(table + (row.largest - x[i]));
            const int32_t share = mote_softmax_share(&row, term, 8) - 128;
            y[i] = (int8_t)(share > 127 ? 127 : share);
        }
    }
}

#endif
