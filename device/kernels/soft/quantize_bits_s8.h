/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/quantize_f32_s8.h without floats: y[i] = (x[i] * factor + added) >> 16, unless that
   is too near the next byte to tell; then mantissas of 24 bits do. factor: reach << 16 | 16 bits of
   1 / scale; added: zero, a half and the tolerance; doubt: twice the tolerance, << 16.
   y may begin where x begins. */
#ifndef MOTE_QUANTIZE_BITS_S8_H
#define MOTE_QUANTIZE_BITS_S8_H

#include <stdint.h>

#include "float_bits.h"
#include "mote/apart.h"
#include "quantize_exactly_s8.h"
#include "steps_of_f32.h"

MOTE_APART static void mote_quantize_bits_s8(const float *x, int32_t length, float scale,
                                             int32_t factor, int32_t added, int32_t doubt,
                                             int32_t zero, int8_t *y)
{
    const uint32_t multiplier = (uint32_t)factor & 0xffffu, reach = (uint32_t)factor >> 16;
    for (int8_t *const end = y + length; y != end; y++) {
        const uint32_t bits = mote_bits_of_f32(*x++);
        const uint32_t shift = mote_shift_of_f32(bits, reach);
        int32_t steps = added;
        if (shift - 2 < 30) {
            steps = (int32_t)(mote_steps_of_f32(bits, multiplier, shift) + (uint32_t)added);
        }
        if ((uint32_t)steps << 16 < (uint32_t)doubt || (int32_t)shift < 2) {
            *y = mote_quantize_exactly_s8(bits, mote_bits_of_f32(scale), steps >> 16, zero);
        } else {
            *y = mote_byte_of_steps(steps);
        }
    }
}

#endif
