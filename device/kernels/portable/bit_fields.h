/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of 1 to 6 bits, one behind the other from the lowest bit of the first byte on. */
#ifndef MOTE_BIT_FIELDS_H
#define MOTE_BIT_FIELDS_H

#include <stdint.h>

#include "mote/rom.h"

/* Of eight numbers, which take `bits` bytes: the first four, or the last, in the lowest bits of a
   word. What is above them is anything. */
static inline uint32_t mote_four_fields(const uint8_t *codes, int32_t bits, int32_t is_last)
{
    const int32_t from = is_last ? 4 * bits : 0, shift = from & 7, end = shift + 4 * bits;
    uint32_t word = MOTE_READ_U8(codes + (from >> 3));
    if (end > 8) {
        word |= (uint32_t)MOTE_READ_U8(codes + (from >> 3) + 1) << 8;
    }
    if (end > 16) {
        word |= (uint32_t)MOTE_READ_U8(codes + (from >> 3) + 2) << 16;
    }
    if (end > 24) {
        word |= (uint32_t)MOTE_READ_U8(codes + (from >> 3) + 3) << 24;
    }
    return word >> shift;
}

/* The one that begins at a bit. */
static inline uint32_t mote_bit_field(const uint8_t *codes, int32_t bits, int32_t from)
{
    uint32_t word = MOTE_READ_U8(codes + (from >> 3));
    if ((from & 7) + bits > 8) {
        word |= (uint32_t)MOTE_READ_U8(codes + (from >> 3) + 1) << 8;
    }
    return word >> (from & 7) & (((uint32_t)1 << bits) - 1);
}

#endif
