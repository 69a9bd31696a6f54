/* SPDX-License-Identifier: Apache-2.0 */
/* What a unit of TFLite's integer LSTM makes of its four gates. */
#ifndef MOTE_LSTM_CELL_H
#define MOTE_LSTM_CELL_H

#include <stdint.h>

#include "gate_table.h"
#include "rescale.h"

typedef struct {
    int32_t multiplier[3], shift[3]; /* f * c, i * candidate, o * tanh(c) */
    int32_t factor, cell_shift;      /* c -> the argument of tanh */
    int32_t low, high;               /* what c is held between */
    int32_t h_zero;
    const uint16_t *sigmoid; /* see gate_table.h */
} mote_lstm_cell;

static inline int32_t mote_lstm_hold(int32_t value)
{
    return value < -32768 ? -32768 : value > 32767 ? 32767 : value;
}

/* gate: i, o, f and the candidate, in steps of 2^-15. Updates c, returns h. */
static inline int8_t mote_lstm_output(const mote_lstm_cell *by, const int32_t gate[4], int16_t *c)
{
    const int32_t half = by->cell_shift > 0 ? (int32_t)1 << (by->cell_shift - 1) : 0;
    const int32_t kept =
        mote_lstm_hold(mote_rescale(gate[2] * *c, by->multiplier[0], by->shift[0]));
    const int32_t added =
        mote_lstm_hold(mote_rescale(gate[0] * gate[3], by->multiplier[1], by->shift[1]));
    int32_t cell = mote_lstm_hold(kept + added);
    cell = cell < by->low ? by->low : cell > by->high ? by->high : cell;
    *c = (int16_t)cell;
    cell = mote_gate_tanh(by->sigmoid, (cell * by->factor + half) >> by->cell_shift);
    cell = mote_rescale(gate[1] * cell, by->multiplier[2], by->shift[2]);
    return mote_saturate(cell + by->h_zero, -128, 127);
}

#endif
