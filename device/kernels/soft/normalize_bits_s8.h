/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/normalize_f32_s8.h with no float: y[i, c] = (x[i, c] * factor + added) >> 16,
   unless that is too near the next byte to tell. table: for each channel factor, which is
   reach << 16 | 16 bits of gain, added, which is zero, a half and the tolerance minus offset *
   gain, and the bits of offset and gain; doubt: twice the tolerance, << 16. steps and channels are
   not 0. y may begin where x begins. */
#ifndef MOTE_NORMALIZE_BITS_S8_H
#define MOTE_NORMALIZE_BITS_S8_H

#include <stdint.h>

#include "float_bits.h"
#include "mote/apart.h"
#include "mote/rom.h"
#include "normalize_exactly_s8.h"
#include "steps_of_f32.h"

MOTE_APART static void mote_normalize_bits_s8(const float *x, int32_t steps, int32_t channels,
                                              const uint32_t *table, int32_t doubt, int32_t zero,
                                              int8_t *y)
{
    const uint32_t *const table_end = table + 4 * channels;
    const int8_t *const end = y + steps * channels;
    do {
        const uint32_t *channel = table;
        do {
            const uint32_t bits = mote_bits_of_f32(*x++);
            const uint32_t factor = MOTE_READ_U32(channel);
            uint32_t sum = MOTE_READ_U32(channel + 1);
            const uint32_t shift = mote_shift_of_f32(bits, factor >> 16);
            if (shift - 2 < 30)
                sum += mote_steps_of_f32(bits, factor & 0xffffu, shift);
            if (sum << 16 < (uint32_t)doubt || (int32_t)shift < 2) {
                *y++ = mote_normalize_exactly_s8(bits, channel, (int32_t)sum >> 16, zero);
            } else {
                *y++ = mote_byte_of_steps((int32_t)sum);
            }
            channel += 4;
        } while (channel != table_end);
    } while (y != end);
}

#endif
