/* SPDX-License-Identifier: Apache-2.0 */
/* y[n, o] = clamp(the byte of starts[o] + sum_i w[o, i] * x[n, i]), weights of 2 to 4 bits, two
   vectors at once: see twin_sums.h, of which eight rows take `words` (the last ones filled up), and
   row_data.h for the rows' data. `bytes`: a word for each input of the words. y may not overlap
   it. */
#ifndef MOTE_FULLY_CONNECTED_TWINS_S8_H
#define MOTE_FULLY_CONNECTED_TWINS_S8_H

#include <stdint.h>

#include "byte_scale.h"
#include "twin_copy.h"
#include "twin_job.h"
#include "twin_rows.h"

static void mote_fully_connected_twins_s8(const int8_t *x, int32_t batch, int32_t columns,
                                          const uint32_t *codes, int32_t bits, int32_t words,
                                          const void *starts, const uint32_t *scales,
                                          const uint8_t *kinds, int32_t layout, int32_t rows,
                                          int32_t low, int32_t high, void *bytes, int8_t *y)
{
    const mote_row_data data = {starts, scales, kinds, layout};
    mote_twin_clear(bytes, mote_twin_inputs(bits, words));
    for (; batch > 0; batch -= 2) {
        const int32_t next = batch > 1 ? rows : 0;
        uint32_t sum = mote_twin_copy(x, columns, (uint8_t *)bytes);
        x += columns;
        if (batch > 1) {
            sum += mote_twin_copy(x, columns, (uint8_t *)bytes + 2) << 16;
            x += columns;
        }
        mote_twin_rows(codes, bits, words, (const uint32_t *)bytes, sum, &data, rows, next, y);
        mote_byte_clamp(y, rows + next, low, high);
        y += rows + next;
    }
}

#endif
