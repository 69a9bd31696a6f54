/* SPDX-License-Identifier: Apache-2.0 */
/* As lstm_s8.h, with the weights w and r in quads (see quads_walk.h) and the zero points in their
   starts. input_scale, hidden_scale: v and w of mote_exact_scale for each gate. `bytes`: room for
   the longer of inputs and hidden, rounded up to 4; `sums`: for 8 * hidden words. */
#ifndef MOTE_LSTM_QUADS_S8_H
#define MOTE_LSTM_QUADS_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "gate_table.h"
#include "byte_scale.h"
#include "lstm_cell.h"
#include "quads_copy.h"
#include "quads_sums.h"
#include "rescale.h"

/* The sums of 4 * hidden rows. */
static void mote_lstm_sums(const uint32_t *stream, const int8_t *x, int32_t count, int32_t hidden,
                           uint8_t *bytes, int32_t *sums)
{
    mote_quads_job job = {0, 0, (count + 1) & ~1, hidden >> 1, hidden & 1, 0, 0, 0, 0, 0};
    mote_quads_offset(mote_quads_copy(x, count, bytes), &job);
    mote_quads_sums(stream, bytes, sums, &job);
}

/* One gate of all units: from_x becomes its opening. */
static void mote_lstm_gates(int32_t *from_x, const int32_t *from_h, int32_t hidden,
                            const uint32_t *input_scale, const uint32_t *hidden_scale,
                            int32_t is_tanh, const uint16_t *sigmoid)
{
    const uint32_t input_v = MOTE_READ_U32(input_scale), input_w = MOTE_READ_U32(input_scale + 1);
    const uint32_t hidden_v = MOTE_READ_U32(hidden_scale);
    const uint32_t hidden_w = MOTE_READ_U32(hidden_scale + 1);
    for (int32_t j = 0; j < hidden; j++) {
        const int32_t a = mote_lstm_hold(mote_exact_scale(from_x[j], input_v, input_w));
        const int32_t b = mote_lstm_hold(mote_exact_scale(from_h[j], hidden_v, hidden_w));
        const int32_t sum = 3 * mote_lstm_hold(a + b);
        from_x[j] = is_tanh ? mote_gate_tanh(sigmoid, sum) : mote_gate_sigmoid(sigmoid, sum);
    }
}

static void mote_lstm_quads_s8(const int8_t *x, const uint32_t *w, const uint32_t *r, int32_t steps,
                               int32_t batch, int32_t inputs, int32_t hidden,
                               const uint32_t *input_scale, const uint32_t *hidden_scale,
                               const int32_t *state_multiplier, const int8_t *state_shift,
                               int32_t h_zero, int32_t cell_factor, int32_t cell_shift,
                               int32_t cell_low, int32_t cell_high, const uint16_t *sigmoid,
                               void *bytes, void *sums, int8_t *y, int8_t *h, int16_t *c)
{
    int32_t *const from_x = (int32_t *)sums, *const from_h = from_x + 4 * hidden;
    mote_lstm_cell cell = {{0, 0, 0}, {0, 0, 0}, cell_factor, cell_shift,
                           cell_low,  cell_high, h_zero,      sigmoid};
    for (int32_t k = 0; k < 3; k++) {
        cell.multiplier[k] = MOTE_READ_S32(state_multiplier + k);
        cell.shift[k] = MOTE_READ_S8(state_shift + k);
    }
    for (int32_t step = 0; step < steps * batch; step++, x += inputs, y += hidden) {
        int8_t *last = h + step % batch * hidden;
        int16_t *cells = c + step % batch * hidden;
        mote_lstm_sums(w, x, inputs, hidden, (uint8_t *)bytes, from_x);
        mote_lstm_sums(r, last, hidden, hidden, (uint8_t *)bytes, from_h);
        for (int32_t k = 0; k < 4; k++) {
            mote_lstm_gates(from_x + k * hidden, from_h + k * hidden, hidden, input_scale + 2 * k,
                            hidden_scale + 2 * k, k == 3, sigmoid);
        }
        for (int32_t j = 0; j < hidden; j++) {
            const int32_t gate[4] = {from_x[j], from_x[hidden + j], from_x[2 * hidden + j],
                                     from_x[3 * hidden + j]};
            y[j] = last[j] = mote_lstm_output(&cell, gate, cells + j);
        }
    }
}

#endif
