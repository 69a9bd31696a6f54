/* SPDX-License-Identifier: Apache-2.0 */
/* TFLite's integer LSTM, gates in the order i, o, f, c:
   gate = sigmoid or tanh(rescale(bias + w (x - x_zero)) + rescale(r (h - h_zero)))
   c = f * c + i * candidate, held in cell_low .. cell_high; h = o * tanh(c).
   x steps x batch x inputs, w and r 4 * hidden rows, y steps x batch x hidden; h (int8) and c
   (int16, steps of a power of two) batch x hidden are read and left as the last step leaves them.
   `sigmoid`: 65536 * sigmoid(i / 24). Multipliers and shifts: one for each gate; `state`: f * c,
   i * candidate, o * tanh(c). c times cell_factor / 2^cell_shift is an argument in steps of 3/4 *
   2^-12. No array may overlap another. */
#ifndef MOTE_LSTM_S8_H
#define MOTE_LSTM_S8_H

#include <stdint.h>

#include "mote/rom.h"
#include "lstm_cell.h"

static inline int32_t mote_lstm_part(const int8_t *w, const int8_t *x, int32_t count, int32_t zero,
                                     int32_t sum, int32_t multiplier, int32_t shift)
{
    for (int32_t i = 0; i < count; i++) {
        sum += MOTE_READ_S8(w + i) * (x[i] - zero);
    }
    return mote_lstm_hold(mote_rescale(sum, multiplier, shift));
}

static void mote_lstm_s8(const int8_t *x, const int8_t *w, const int8_t *r, const int32_t *bias,
                         int32_t steps, int32_t batch, int32_t inputs, int32_t hidden,
                         const int32_t *input_multiplier, const int8_t *input_shift,
                         const int32_t *hidden_multiplier, const int8_t *hidden_shift,
                         const int32_t *state_multiplier, const int8_t *state_shift, int32_t x_zero,
                         int32_t h_zero, int32_t cell_factor, int32_t cell_shift, int32_t cell_low,
                         int32_t cell_high, const uint16_t *sigmoid, int8_t *y, int8_t *h,
                         int16_t *c)
{
    mote_lstm_cell cell = {{0, 0, 0}, {0, 0, 0}, cell_factor, cell_shift,
                           cell_low,  cell_high, h_zero,      sigmoid};
    for (int32_t k = 0; k < 3; k++) {
        cell.multiplier[k] = MOTE_READ_S32(state_multiplier + k);
        cell.shift[k] = MOTE_READ_S8(state_shift + k);
    }
    for (int32_t step = 0; step < steps * batch; step++, x += inputs, y += hidden) {
        int8_t *last = h + step % batch * hidden;
        int16_t *cells = c + step % batch * hidden;
        for (int32_t j = 0; j < hidden; j++) {
            int32_t gate[4];
            for (int32_t k = 0; k < 4; k++) {
                const int32_t row = k * hidden + j;
                const int32_t sum = mote_lstm_hold(
                    mote_lstm_part(w + row * inputs, x, inputs, x_zero, MOTE_READ_S32(bias + row),
                                   MOTE_READ_S32(input_multiplier + k),
                                   MOTE_READ_S8(input_shift + k)) +
                    mote_lstm_part(r + row * hidden, last, hidden, h_zero, 0,
                                   MOTE_READ_S32(hidden_multiplier + k),
                                   MOTE_READ_S8(hidden_shift + k)));
                gate[k] =
                    k == 3 ? mote_gate_tanh(sigmoid, 3 * sum) : mote_gate_sigmoid(sigmoid, 3 * sum);
            }
            y[j] = mote_lstm_output(&cell, gate, cells + j);
        }
        for (int32_t j = 0; j < hidden; j++) {
            last[j] = y[j];
        }
    }
}

#endif
