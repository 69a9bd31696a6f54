/* SPDX-License-Identifier: Apache-2.0 */
/* Where constants live and how they are read: plain flash, or program memory on AVR. What is
   MOTE_CONSTANT is read by kernels that do not ask where their operands are: on AVR it is in RAM.
 */
#ifndef MOTE_ROM_H
#define MOTE_ROM_H

#include <stdint.h>

#define MOTE_CONSTANT const

#if defined(__AVR__)
#include <avr/pgmspace.h>
#define MOTE_ROM const PROGMEM
#define MOTE_READ_S8(p) ((int8_t)pgm_read_byte(p))
#define MOTE_READ_U8(p) ((uint8_t)pgm_read_byte(p))
#define MOTE_READ_B8(p) ((uint8_t)pgm_read_byte(p))
#define MOTE_READ_S16(p) ((int16_t)pgm_read_word(p))
#define MOTE_READ_U16(p) ((uint16_t)pgm_read_word(p))
#define MOTE_READ_S32(p) ((int32_t)pgm_read_dword(p))
#define MOTE_READ_U32(p) ((uint32_t)pgm_read_dword(p))
#define MOTE_READ_U64(p)                                                                           \
    (MOTE_READ_U32(p) | (uint64_t)MOTE_READ_U32((const uint8_t *)(p) + 4) << 32)
#define MOTE_READ_S64(p) ((int64_t)MOTE_READ_U64(p))
#define MOTE_READ_F32(p) (pgm_read_float(p))
#else
#define MOTE_ROM const
#define MOTE_READ_S8(p) (*(p))
#define MOTE_READ_U8(p) (*(p))
#define MOTE_READ_B8(p) (*(p))
#define MOTE_READ_S16(p) (*(p))
#define MOTE_READ_U16(p) (*(p))
#define MOTE_READ_S32(p) (*(p))
#define MOTE_READ_U32(p) (*(p))
#define MOTE_READ_S64(p) (*(p))
#define MOTE_READ_U64(p) (*(p))
#define MOTE_READ_F32(p) (*(p))
#endif

#endif
