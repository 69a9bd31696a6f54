/* SPDX-License-Identifier: Apache-2.0 */
/* Sigmoid and tanh of TFLite's int16 arithmetic, results in steps of 2^-15, read with interpolation
   from `sigmoid`: 65536 * sigmoid(i / 24). x is in steps of 2^-12 / 3. */
#ifndef MOTE_GATE_TABLE_H
#define MOTE_GATE_TABLE_H

#include <stdint.h>

#include "mote/rom.h"

/* The table at |x| / 2^bits, times 2^bits; `end` behind it. */
static inline int32_t mote_gate_table(const uint16_t *sigmoid, int32_t x, int32_t bits, int32_t end)
{
    const int32_t magnitude = x < 0 ? -x : x;
    const int32_t entry = magnitude >> bits;
    if (entry >= 255) {
        return end;
    }
    const int32_t low = MOTE_READ_U16(sigmoid + entry);
    const int32_t high = MOTE_READ_U16(sigmoid + entry + 1);
    return low * ((int32_t)1 << bits) + (magnitude & (((int32_t)1 << bits) - 1)) * (high - low);
}

static inline int32_t mote_gate_sigmoid(const uint16_t *sigmoid, int32_t x)
{
    const int32_t at = mote_gate_table(sigmoid, x, 9, (int32_t)0x7fff << 10);
    return (x >= 0 ? at + 512 : ((int32_t)1 << 25) - at + 511) >> 10;
}

static inline int32_t mote_gate_tanh(const uint16_t *sigmoid, int32_t x)
{
    const int32_t at = mote_gate_table(sigmoid, x, 8, (int32_t)0xffff << 8) - ((int32_t)1 << 23);
    return (x >= 0 ? at + 128 : 127 - at) >> 8;
}

#endif
